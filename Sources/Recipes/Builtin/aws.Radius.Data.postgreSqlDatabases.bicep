// A PostgreSQL database: Amazon RDS.
extension aws

@description('What Radius tells a recipe about the resource that it provides.')
param context object

@description('The version of the server.')
param version string = '16'

@description('The size of the disk, in GB.')
param storageSizeGB int = 20

@description('For how many days backups are kept.')
param backupDays int = 7

@description('The subnets of the network that it is in; the default network without them.')
param subnetIds array = []

@description('The security groups that say who may connect; those of the network by default.')
param securityGroupIds array = []

@description('The name of the instance in the account.')
param name string = '${take(toLower(context.resource.name), 40)}-${uniqueString(context.resource.id)}'

var username = context.resource.properties.username
var initSql = context.resource.properties.?initSql ?? ''
var password = context.resource.properties.password
var database = context.resource.properties.?database ?? 'postgres_db'
var size = context.resource.properties.?size ?? 'S'
var instanceClasses = { S: 'db.t4g.micro', M: 'db.t4g.medium', L: 'db.m7g.large' }
var port = 5432
var tags = [
  { Key: 'rad-environment', Value: context.environment.name }
  { Key: 'rad-application', Value: context.application.name }
  { Key: 'rad-resource', Value: context.resource.name }
]

resource subnets 'AWS.RDS/DBSubnetGroup@default' = if (!empty(subnetIds)) {
  alias: name
  properties: {
    DBSubnetGroupName: name
    DBSubnetGroupDescription: 'The network of ${name}'
    SubnetIds: subnetIds
    Tags: tags
  }
}

resource server 'AWS.RDS/DBInstance@default' = {
  alias: name
  properties: union(
    {
      DBInstanceIdentifier: name
      Engine: 'postgres'
      DBInstanceClass: instanceClasses[size]
      AllocatedStorage: string(storageSizeGB)
      MasterUsername: username
      #disable-next-line use-secure-value-for-secure-inputs
      MasterUserPassword: password
      EngineVersion: version
      DBName: empty(initSql)
        ? database
        : fail('Amazon RDS runs no initial SQL: leave initSql out, and let the application run it')
      StorageEncrypted: true
      PubliclyAccessible: false
      BackupRetentionPeriod: backupDays
      Tags: tags
    },
    empty(subnetIds) ? {} : { DBSubnetGroupName: name },
    empty(securityGroupIds) ? {} : { VPCSecurityGroups: securityGroupIds }
  )
  dependsOn: [subnets]
}

var host = server.properties.Endpoint.Address

// What is secret stands apart from the values, in `secrets`.
#disable-diagnostics outputs-should-not-contain-secrets
output result object = {
  values: {
    host: host
    port: string(port)
    database: database
  }
  secrets: {
    password: password
    connectionString: 'postgresql://${username}:${uriComponent(password)}@${host}:${port}/${database}?sslmode=require'
  }
}
