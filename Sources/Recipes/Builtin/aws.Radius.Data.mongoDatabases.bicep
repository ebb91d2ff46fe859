// A MongoDB database: an elastic cluster of Amazon DocumentDB, over TLS only.
extension aws

@description('What Radius tells a recipe about the resource that it provides.')
param context object

@description('The name of the administrator.')
param username string = 'radius'

@description('The password of the administrator. The default is made by chance once, and stays.')
@secure()
param password string = newGuid()

@description('How many vCPUs the shard has: 2, 4, 8, 16, 32 or 64.')
param shardCapacity int = 2

@description('How many instances the shard has. With one there is no other to take its place.')
param shardInstances int = 1

@description('For how many days backups are kept.')
param backupDays int = 7

@description('The subnets of the network that it is in; the default network without them.')
param subnetIds array = []

@description('The security groups that say who may connect; those of the network by default.')
param securityGroupIds array = []

@description('The name of the cluster in the account.')
param name string = '${take(toLower(context.resource.name), 35)}-${uniqueString(context.resource.id)}'

var database = context.resource.properties.?database ?? 'mongo_db'
var port = 27017
var tags = [
  { Key: 'rad-environment', Value: context.environment.name }
  { Key: 'rad-application', Value: context.application.name }
  { Key: 'rad-resource', Value: context.resource.name }
]

resource cluster 'AWS.DocDBElastic/Cluster@default' = {
  alias: name
  properties: union(
    {
      ClusterName: name
      AuthType: 'PLAIN_TEXT'
      AdminUserName: username
      #disable-next-line use-secure-value-for-secure-inputs
      AdminUserPassword: password
      ShardCapacity: shardCapacity
      ShardCount: 1
      ShardInstanceCount: shardInstances
      BackupRetentionPeriod: backupDays
      Tags: tags
    },
    empty(subnetIds) ? {} : { SubnetIds: subnetIds },
    empty(securityGroupIds) ? {} : { VpcSecurityGroupIds: securityGroupIds }
  )
}

var host = cluster.properties.ClusterEndpoint

// What is secret stands apart from the values, in `secrets`.
#disable-diagnostics outputs-should-not-contain-secrets
output result object = {
  values: {
    endpoint: '${host}:${port}'
    database: database
  }
  secrets: {
    connectionString: 'mongodb://${username}:${uriComponent(password)}@${host}:${port}/${database}?authSource=admin&tls=true&retryWrites=false'
  }
}
