// A database of Microsoft SQL Server: Azure SQL.

@description('What Radius tells a recipe about the resource that it provides.')
param context object

@description('The name of the administrator.')
param username string = 'radius'

@description('The password of the administrator. The default is made by chance once, and stays.')
@secure()
param password string = 'Aa1-${newGuid()}'

@description('The name of the database.')
param database string = context.resource.name

@description('The service objective: Basic, S0 and so on.')
param sku string = 'Basic'

@description('Whether services in Azure may connect; without it nobody may until a rule or a private endpoint is added.')
param allowAzureServices bool = true

@description('The name of the server, which nobody else in Azure may have.')
param name string = '${take(toLower(context.resource.name), 49)}-${uniqueString(resourceGroup().id, context.resource.id)}'

@description('The Azure region.')
param location string = resourceGroup().location

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
    server: '${server.name}${environment().suffixes.sqlServerHostname}'
    port: 1433
    database: database
    username: username
  }
  secrets: {
    password: password
  }
}
