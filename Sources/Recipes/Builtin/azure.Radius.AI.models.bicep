// A language model: a deployment of Azure OpenAI, which is called like the model.

@description('What Radius tells a recipe about the resource that it provides.')
param context object

@description('The version of the model. Without one it is the default of Azure.')
param modelVersion string = ''

@description('Where and how calls are answered: GlobalStandard, DataZoneStandard, Standard and so on.')
param sku string = 'GlobalStandard'

@description('The quota, in thousands of tokens a minute.')
param capacity int = 10

@description('What follows the name of the account in the endpoint: the API of OpenAI. Clients of Azure OpenAI want an empty one.')
param path string = 'openai/v1'

@description('The name of the account, which nobody else in Azure may have.')
param name string = '${take(toLower(context.resource.name), 40)}-${uniqueString(resourceGroup().id, context.resource.id)}'

@description('The Azure region.')
param location string = resourceGroup().location

var model = context.resource.properties.?model ?? 'gpt-5-mini'
var tags = {
  'rad-environment': context.environment.name
  'rad-application': context.application.name
  'rad-resource': context.resource.name
}

resource account 'Microsoft.CognitiveServices/accounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'OpenAI'
  sku: { name: 'S0' }
  properties: {
    customSubDomainName: name
    disableLocalAuth: false
    publicNetworkAccess: 'Enabled'
  }
}

resource deployment 'Microsoft.CognitiveServices/accounts/deployments@2025-06-01' = {
  parent: account
  name: model
  sku: { name: sku, capacity: capacity }
  properties: {
    model: union({ format: 'OpenAI', name: model }, empty(modelVersion) ? {} : { version: modelVersion })
    versionUpgradeOption: 'OnceNewDefaultVersionAvailable'
  }
}

// What is secret stands apart from the values, in `secrets`.
#disable-diagnostics outputs-should-not-contain-secrets
output result object = {
  resources: [account.id]
  values: {
    endpoint: 'https://${account.name}.openai.azure.com/${path}'
  }
  secrets: {
    apiKey: account.listKeys().key1
  }
}
