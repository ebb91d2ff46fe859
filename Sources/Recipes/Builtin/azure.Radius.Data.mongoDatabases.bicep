// A MongoDB database: Azure Cosmos DB for MongoDB, paid by use.

@description('What Radius tells a recipe about the resource that it provides.')
param context object

@description('The version of the protocol.')
param serverVersion string = '7.0'

@description('The name of the account, which nobody else in Azure may have.')
param name string = '${take(toLower(context.resource.name), 30)}-${uniqueString(resourceGroup().id, context.resource.id)}'

@description('The Azure region.')
param location string = resourceGroup().location

var database = context.resource.properties.?database ?? 'mongo_db'
var host = '${account.name}.mongo.cosmos.azure.com'
var port = 10255
var tags = {
  'rad-environment': context.environment.name
  'rad-application': context.application.name
  'rad-resource': context.resource.name
}

resource account 'Microsoft.DocumentDB/databaseAccounts@2024-11-15' = {
  name: name
  location: location
  tags: tags
  kind: 'MongoDB'
  properties: {
    databaseAccountOfferType: 'Standard'
    apiProperties: { serverVersion: serverVersion }
    capabilities: [{ name: 'EnableMongo' }, { name: 'EnableServerless' }]
    consistencyPolicy: { defaultConsistencyLevel: 'Session' }
    locations: [{ locationName: location, failoverPriority: 0, isZoneRedundant: false }]
    minimalTlsVersion: 'Tls12'
    // What was deleted can be brought back for a week.
    backupPolicy: { type: 'Continuous', continuousModeProperties: { tier: 'Continuous7Days' } }
  }
}

resource store 'Microsoft.DocumentDB/databaseAccounts/mongodbDatabases@2024-11-15' = {
  parent: account
  name: database
  properties: {
    resource: { id: database }
  }
}

// What is secret stands apart from the values, in `secrets`.
#disable-diagnostics outputs-should-not-contain-secrets
output result object = {
  resources: [account.id]
  values: {
    endpoint: '${host}:${port}'
    database: database
  }
  secrets: {
    connectionString: 'mongodb://${account.name}:${uriComponent(account.listKeys().primaryMasterKey)}@${host}:${port}/${database}?ssl=true&replicaSet=globaldb&retrywrites=false&maxIdleTimeMS=120000&appName=@${account.name}@'
  }
}
