// A topic of Kafka: Azure Event Hubs, which speaks the protocol of Kafka on port 9093, over TLS only.
// Clients sign in with SASL PLAIN: $ConnectionString is the name of the user, and the connection string the password.

@description('What Radius tells a recipe about the resource that it provides.')
param context object

@description('How many partitions the topic has.')
param partitions int = 2

@description('How many units of throughput are paid for.')
param throughputUnits int = 1

@description('The name of the namespace, which nobody else in Azure may have.')
param name string = '${take(toLower(context.resource.name), 30)}-${uniqueString(resourceGroup().id, context.resource.id)}'

@description('The Azure region.')
param location string = resourceGroup().location

var topic = context.resource.properties.?topic ?? 'events'
var tags = {
  'rad-environment': context.environment.name
  'rad-application': context.application.name
  'rad-resource': context.resource.name
}

// The tier Basic does not speak Kafka.
resource broker 'Microsoft.EventHub/namespaces@2024-01-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: 'Standard', tier: 'Standard', capacity: throughputUnits }
  properties: {
    kafkaEnabled: true
    minimumTlsVersion: '1.2'
    publicNetworkAccess: 'Enabled'
  }
}

resource hub 'Microsoft.EventHub/namespaces/eventhubs@2024-01-01' = {
  parent: broker
  name: topic
  properties: {
    partitionCount: partitions
    retentionDescription: { cleanupPolicy: 'Delete', retentionTimeInHours: 24 }
  }
}

resource user 'Microsoft.EventHub/namespaces/eventhubs/authorizationRules@2024-01-01' = {
  parent: hub
  name: 'radius'
  properties: { rights: ['Listen', 'Send'] }
}

// What is secret stands apart from the values, in `secrets`.
#disable-diagnostics outputs-should-not-contain-secrets
output result object = {
  resources: [broker.id]
  values: {
    host: '${broker.name}.servicebus.windows.net'
  }
  secrets: {
    connectionString: user.listKeys().primaryConnectionString
  }
}
