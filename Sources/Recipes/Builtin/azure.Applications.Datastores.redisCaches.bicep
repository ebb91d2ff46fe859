// A Redis cache: Azure Cache for Redis, over TLS only.

@description('What Radius tells a recipe about the resource that it provides.')
param context object

@description('The tier: Basic, Standard or Premium.')
param tier string = 'Basic'

@description('The size within the tier: from 0, with 250 MB, to 6.')
param capacity int = 0

@description('The name of the cache, which nobody else in Azure may have.')
param name string = '${take(toLower(context.resource.name), 40)}-${uniqueString(resourceGroup().id, context.resource.id)}'

@description('The Azure region.')
param location string = resourceGroup().location

var host = '${cache.name}.redis.cache.windows.net'
var port = 6380
var tags = {
  'rad-environment': context.environment.name
  'rad-application': context.application.name
  'rad-resource': context.resource.name
}

resource cache 'Microsoft.Cache/redis@2024-03-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    sku: { name: tier, family: tier == 'Premium' ? 'P' : 'C', capacity: capacity }
    enableNonSslPort: false
    minimumTlsVersion: '1.2'
    redisConfiguration: { 'maxmemory-policy': 'allkeys-lru' }
  }
}

// What is secret stands apart from the values, in `secrets`.
#disable-diagnostics outputs-should-not-contain-secrets
output result object = {
  resources: [cache.id]
  values: {
    host: host
    port: port
  }
  secrets: {
    password: cache.listKeys().primaryKey
  }
}
