// Blobs: a container in an Azure Storage account. What was deleted can be brought back for a week.

@description('What Radius tells a recipe about the resource that it provides.')
param context object

@description('How the data is replicated: Standard_LRS, Standard_ZRS and so on.')
param sku string = 'Standard_LRS'

@description('The name of the account, which nobody else in Azure may have.')
param name string = '${take(toLower(replace(replace(context.resource.name, '-', ''), '_', '')), 11)}${uniqueString(resourceGroup().id, context.resource.id)}'

@description('The Azure region.')
param location string = resourceGroup().location

var containerName = context.resource.properties.?containerName ?? 'data'
var suffix = environment().suffixes.storage
var endpoint = 'https://${account.name}.blob.${suffix}/'
var tags = {
  'rad-environment': context.environment.name
  'rad-application': context.application.name
  'rad-resource': context.resource.name
}

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: sku }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    // Whoever has the key may connect; nobody may without one.
    publicNetworkAccess: 'Enabled'
    networkAcls: { bypass: 'AzureServices', defaultAction: 'Allow' }
  }
}

resource service 'Microsoft.Storage/storageAccounts/blobServices@2024-01-01' = {
  parent: account
  name: 'default'
  properties: {
    deleteRetentionPolicy: { enabled: true, days: 7 }
    containerDeleteRetentionPolicy: { enabled: true, days: 7 }
  }
}

resource container 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' = {
  parent: service
  name: containerName
  properties: { publicAccess: 'None' }
}

// What is secret stands apart from the values, in `secrets`.
#disable-diagnostics outputs-should-not-contain-secrets
output result object = {
  resources: [account.id]
  values: {
    endpoint: endpoint
    accountName: account.name
  }
  secrets: {
    accountKey: account.listKeys().keys[0].value
    connectionString: 'DefaultEndpointsProtocol=https;AccountName=${account.name};AccountKey=${account.listKeys().keys[0].value};EndpointSuffix=${suffix}'
  }
}
