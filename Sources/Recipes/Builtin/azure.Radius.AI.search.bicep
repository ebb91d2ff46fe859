// A search engine: Azure AI Search.

@description('What Radius tells a recipe about the resource that it provides.')
param context object

@description('The tier: basic, standard and so on.')
param sku string = 'basic'

@description('The name of the service, which nobody else in Azure may have.')
param name string = '${take(toLower(context.resource.name), 40)}-${uniqueString(resourceGroup().id, context.resource.id)}'

@description('The Azure region.')
param location string = resourceGroup().location

var tags = {
  'rad-environment': context.environment.name
  'rad-application': context.application.name
  'rad-resource': context.resource.name
}

resource service 'Microsoft.Search/searchServices@2025-05-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: sku }
  properties: {
    replicaCount: 1
    partitionCount: 1
    hostingMode: 'Default'
    disableLocalAuth: false
    publicNetworkAccess: 'Enabled'
  }
}

// What is secret stands apart from the values, in `secrets`.
#disable-diagnostics outputs-should-not-contain-secrets
output result object = {
  resources: [service.id]
  values: {
    endpoint: 'https://${service.name}.search.windows.net'
  }
  secrets: {
    apiKey: service.listAdminKeys().primaryKey
  }
}
