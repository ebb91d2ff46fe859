// A database of Microsoft SQL Server: Azure SQL.

@description('What Radius tells a recipe about the resource that it provides.')
param context object

@description('The service objective: Basic, S0 and so on.')
param sku string = 'Basic'

@description('Whether services in Azure may connect; without it nobody may until a rule or a private endpoint is added.')
param allowAzureServices bool = true

@description('The name of the server, which nobody else in Azure may have.')
param name string = '${take(toLower(context.resource.name), 49)}-${uniqueString(resourceGroup().id, context.resource.id)}'

@description('The Azure region.')
param location string = resourceGroup().location

var username = context.resource.properties.username
var password = context.resource.properties.password
var database = context.resource.properties.database
var host = '${server.name}${environment().suffixes.sqlServerHostname}'
var port = 1433
var tags = {
  'rad-environment': context.environment.name
  'rad-application': context.application.name
  'rad-resource': context.resource.name
}

resource server 'Microsoft.Sql/servers@2021-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    administratorLogin: username
    #disable-next-line use-secure-value-for-secure-inputs
    administratorLoginPassword: password
    minimalTlsVersion: '1.2'
    publicNetworkAccess: 'Enabled'
  }
}

resource store 'Microsoft.Sql/servers/databases@2021-11-01' = {
  parent: server
  name: database
  location: location
  tags: tags
  sku: { name: sku }
  properties: {}
}

// The range of this one address stands for all of Azure.
resource access 'Microsoft.Sql/servers/firewallRules@2021-11-01' = if (allowAzureServices) {
  parent: server
  name: 'AllowAllWindowsAzureIps'
  properties: { startIpAddress: '0.0.0.0', endIpAddress: '0.0.0.0' }
}

// What is secret stands apart from the values, in `secrets`.
#disable-diagnostics outputs-should-not-contain-secrets
output result object = {
  resources: [server.id]
  values: {
    host: host
    port: string(port)
  }
  secrets: {
    password: password
    connectionString: 'Server=tcp:${host},${port};Database=${database};User Id=${username};Password=${password};Encrypt=True'
  }
}
