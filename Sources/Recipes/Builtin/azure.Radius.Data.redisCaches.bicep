// A Redis cache: Azure Cache for Redis, over TLS only.

@description('What Radius tells a recipe about the resource that it provides.')
param context object

@description('The name of the cache, which nobody else in Azure may have.')
param name string = '${take(toLower(context.resource.name), 40)}-${uniqueString(resourceGroup().id, context.resource.id)}'

@description('The Azure region.')
param location string = resourceGroup().location

var size = context.resource.properties.?size ?? 'S'
var skus = {
  S: { name: 'Basic', family: 'C', capacity: 0 }
  M: { name: 'Standard', family: 'C', capacity: 1 }
  L: { name: 'Standard', family: 'C', capacity: 2 }
}
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
    sku: skus[size]
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
    url: 'rediss://:${uriComponent(cache.listKeys().primaryKey)}@${host}:${port}'
  }
}
