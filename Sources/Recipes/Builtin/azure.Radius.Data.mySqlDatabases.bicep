// A MySQL database: Azure Database for MySQL, a flexible server.

@description('What Radius tells a recipe about the resource that it provides.')
param context object

@description('The compute size, and the tier that it belongs to.')
param sku object = { name: 'Standard_B1ms', tier: 'Burstable' }

@description('The size of the disk, in GB.')
param storageSizeGB int = 20

@description('Whether services in Azure may connect; without it nobody may until a rule or a private endpoint is added.')
param allowAzureServices bool = true

@description('The name of the server, which nobody else in Azure may have.')
param name string = '${take(toLower(context.resource.name), 49)}-${uniqueString(resourceGroup().id, context.resource.id)}'

@description('The Azure region.')
param location string = resourceGroup().location

var username = context.resource.properties.username
var password = context.resource.properties.password
var database = context.resource.properties.?database ?? 'mysql_db'
var versions = { '5.7': '5.7', '8.0': '8.0.21', '8.4': '8.4' }
var host = '${server.name}.mysql.database.azure.com'
var port = 3306
var tags = {
  'rad-environment': context.environment.name
  'rad-application': context.application.name
  'rad-resource': context.resource.name
}

resource server 'Microsoft.DBforMySQL/flexibleServers@2023-12-30' = {
  name: name
  location: location
  tags: tags
  sku: sku
  properties: {
    administratorLogin: username
    #disable-next-line use-secure-value-for-secure-inputs
    administratorLoginPassword: password
    version: versions[context.resource.properties.?version ?? '8.4']
    storage: { storageSizeGB: storageSizeGB }
    highAvailability: { mode: 'Disabled' }
  }
}

resource store 'Microsoft.DBforMySQL/flexibleServers/databases@2023-12-30' = {
  parent: server
  name: database
  properties: { charset: 'utf8mb4', collation: 'utf8mb4_general_ci' }
}

// The range of this one address stands for all of Azure.
resource access 'Microsoft.DBforMySQL/flexibleServers/firewallRules@2023-12-30' = if (allowAzureServices) {
  parent: server
  name: 'AllowAzureServices'
  properties: { startIpAddress: '0.0.0.0', endIpAddress: '0.0.0.0' }
  // The server does one thing at a time.
  dependsOn: [store]
}

// What is secret stands apart from the values, in `secrets`.
#disable-diagnostics outputs-should-not-contain-secrets
output result object = {
  resources: [server.id]
  values: {
    host: host
    port: port
    database: database
  }
  secrets: {
    password: password
    connectionString: 'mysql://${username}:${uriComponent(password)}@${host}:${port}/${database}'
  }
}
