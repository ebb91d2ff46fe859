// A Redis cache: Amazon ElastiCache, over TLS only.
extension aws

@description('What Radius tells a recipe about the resource that it provides.')
param context object

@description('The size of the node.')
param nodeType string = 'cache.t4g.micro'

@description('The version of the server.')
param engineVersion string = '7.1'

@description('The password. The default is made by chance once, and stays.')
@secure()
param password string = newGuid()

@description('The subnets of the network that it is in; the default network without them.')
param subnetIds array = []

@description('The security groups that say who may connect; those of the network by default.')
param securityGroupIds array = []

@description('The name of the cache in the account.')
param name string = '${take(toLower(context.resource.name), 26)}-${uniqueString(context.resource.id)}'

var tags = [
  { Key: 'rad-environment', Value: context.environment.name }
  { Key: 'rad-application', Value: context.application.name }
  { Key: 'rad-resource', Value: context.resource.name }
]

resource subnets 'AWS.ElastiCache/SubnetGroup@default' = if (!empty(subnetIds)) {
  alias: name
  properties: {
    CacheSubnetGroupName: name
    Description: 'The network of ${name}'
    SubnetIds: subnetIds
    Tags: tags
  }
}

resource cache 'AWS.ElastiCache/ReplicationGroup@default' = {
  alias: name
  properties: union(
    {
      ReplicationGroupId: name
      ReplicationGroupDescription: 'The cache ${context.resource.name}'
      Engine: 'redis'
      EngineVersion: engineVersion
      CacheNodeType: nodeType
      NumCacheClusters: 1
      AutomaticFailoverEnabled: false
      TransitEncryptionEnabled: true
      AtRestEncryptionEnabled: true
      #disable-next-line use-secure-value-for-secure-inputs
      AuthToken: password
      Tags: tags
    },
    empty(subnetIds) ? {} : { CacheSubnetGroupName: name },
    empty(securityGroupIds) ? {} : { SecurityGroupIds: securityGroupIds }
  )
  dependsOn: [subnets]
}

var host = cache.properties.PrimaryEndPoint.Address
var port = 6379

// What is secret stands apart from the values, in `secrets`.
#disable-diagnostics outputs-should-not-contain-secrets
output result object = {
  values: {
    host: host
    port: port
    tls: true
  }
  secrets: {
    password: password
    url: 'rediss://:${uriComponent(password)}@${host}:${port}'
  }
}
