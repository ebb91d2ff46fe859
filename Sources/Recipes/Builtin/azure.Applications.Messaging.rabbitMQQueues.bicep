// A queue: Azure Service Bus, for clients that speak AMQP 1.0 (RabbitMQ's own AMQP 0.9.1 is not understood).

@description('What Radius tells a recipe about the resource that it provides.')
param context object

@description('The name of the queue.')
param queue string = context.resource.name

@description('The tier: Basic, Standard or Premium.')
param tier string = 'Standard'

@description('The name of the namespace, which nobody else in Azure may have.')
param name string = '${take(toLower(context.resource.name), 30)}-${uniqueString(resourceGroup().id, context.resource.id)}'

@description('The Azure region.')
param location string = resourceGroup().location

var host = '${broker.name}.servicebus.windows.net'
var port = 5671
var tags = {
  'rad-environment': context.environment.name
  'rad-application': context.application.name
  'rad-resource': context.resource.name
}

resource broker 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: tier, tier: tier }
  properties: { minimumTlsVersion: '1.2' }
}

resource jobs 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = {
  parent: broker
  name: queue
  properties: {}
}

// Its name is the name of the user.
resource user 'Microsoft.ServiceBus/namespaces/queues/authorizationRules@2024-01-01' = {
  parent: jobs
  name: 'radius'
  properties: { rights: ['Listen', 'Send'] }
}

// What is secret stands apart from the values, in `secrets`.
#disable-diagnostics outputs-should-not-contain-secrets
output result object = {
  resources: [broker.id]
  values: {
    queue: queue
    host: host
    port: port
    vHost: '/'
    username: user.name
  }
  secrets: {
    password: user.listKeys().primaryKey
    uri: 'amqps://${user.name}:${uriComponent(user.listKeys().primaryKey)}@${host}:${port}/%2F'
  }
}
