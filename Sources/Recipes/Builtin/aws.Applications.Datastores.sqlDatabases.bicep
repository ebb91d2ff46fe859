// A database of Microsoft SQL Server: Amazon RDS.
extension aws

@description('What Radius tells a recipe about the resource that it provides.')
param context object

@description('The name of the administrator.')
param username string = 'radius'

@description('The password of the administrator. The default is made by chance once, and stays.')
@secure()
param password string = 'Aa1-${newGuid()}'

@description('The name of the database, which the application makes: the service makes none.')
param database string = context.resource.name

@description('The edition: sqlserver-ex, sqlserver-web, sqlserver-se or sqlserver-ee.')
param edition string = 'sqlserver-ex'

@description('The size of the instance.')
param instanceClass string = 'db.t3.small'

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

var port = 1433
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
      Engine: edition
      DBInstanceClass: instanceClass
      AllocatedStorage: string(storageSizeGB)
      MasterUsername: username
      #disable-next-line use-secure-value-for-secure-inputs
      MasterUserPassword: password
      LicenseModel: 'license-included'
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
    server: host
    port: port
    database: database
    username: username
  }
  secrets: {
    password: password
    connectionString: 'Server=tcp:${host},${port};Initial Catalog=${database};User Id=${username};Password=${password};Encrypt=True'
  }
}
