// A RabbitMQ broker: Amazon MQ, over TLS only. Clients declare the queue.
extension aws

@description('What Radius tells a recipe about the resource that it provides.')
param context object

@description('The password of the user. It has to be given where the resource names a secret for it.')
@secure()
param password string = ''

@description('The password of the user where nobody gives one: made by chance once, and kept.')
@secure()
param generatedPassword string = 'Aa1-${newGuid()}'

@description('The version of the server.')
param engineVersion string = '3.13'

@description('The size of the broker.')
param instanceType string = 'mq.m7g.medium'

@description('The subnet of the network that it is in; the default network without one.')
param subnetIds array = []

@description('The security groups that say who may connect; those of the network by default.')
param securityGroupIds array = []

@description('The name of the broker in the account.')
param name string = '${take(toLower(context.resource.name), 30)}-${uniqueString(context.resource.id)}'

var username = context.resource.properties.?username ?? 'radius'
var namesSecret = !empty(context.resource.properties.?password ?? '')
var effectivePassword = !empty(password)
  ? password
  : namesSecret
      ? fail('Amazon MQ cannot read the secret that the resource names: give its password as the parameter password of the recipe')
      : generatedPassword
var tags = [
  { Key: 'rad-environment', Value: context.environment.name }
  { Key: 'rad-application', Value: context.application.name }
  { Key: 'rad-resource', Value: context.resource.name }
]

resource broker 'AWS.AmazonMQ/Broker@default' = {
  alias: name
  properties: union(
    {
      BrokerName: name
      EngineType: 'RABBITMQ'
      EngineVersion: engineVersion
      DeploymentMode: 'SINGLE_INSTANCE'
      HostInstanceType: instanceType
      PubliclyAccessible: false
      AutoMinorVersionUpgrade: true
      #disable-next-line use-secure-value-for-secure-inputs
      Users: [{ Username: username, Password: effectivePassword }]
      Tags: tags
    },
    empty(subnetIds) ? {} : { SubnetIds: subnetIds },
    empty(securityGroupIds) ? {} : { SecurityGroups: securityGroupIds }
  )
}

// The broker says 'amqps://HOST:5671'.
var host = split(split(broker.properties.AmqpEndpoints[0], '//')[1], ':')[0]
var port = 5671

// What is secret stands apart from the values, in `secrets`.
#disable-diagnostics outputs-should-not-contain-secrets
output result object = {
  values: {
    host: host
    port: port
    username: username
  }
  secrets: {
    password: effectivePassword
  }
}
