// A PostgreSQL database: Azure Database for PostgreSQL, a flexible server.

@description('What Radius tells a recipe about the resource that it provides.')
param context object

@description('The version of the server.')
param version string = '16'

@description('The size of the disk, in GB.')
param storageSizeGB int = 32

@description('The image of psql, which runs the initial SQL once if there is any.')
param clientImage string = 'postgres:16-alpine'

@description('Whether services in Azure may connect; without it nobody may until a rule or a private endpoint is added.')
param allowAzureServices bool = true

@description('The name of the server, which nobody else in Azure may have.')
param name string = '${take(toLower(context.resource.name), 40)}-${uniqueString(resourceGroup().id, context.resource.id)}'

@description('The Azure region.')
param location string = resourceGroup().location

var username = context.resource.properties.username
var password = context.resource.properties.password
var database = context.resource.properties.?database ?? 'postgres_db'
var initSql = context.resource.properties.?initSql ?? ''
var size = context.resource.properties.?size ?? 'S'
var skus = {
  S: { name: 'Standard_B1ms', tier: 'Burstable' }
  M: { name: 'Standard_B2s', tier: 'Burstable' }
  L: { name: 'Standard_D2ds_v4', tier: 'GeneralPurpose' }
}
var host = '${server.name}.postgres.database.azure.com'
var port = 5432
var tags = {
  'rad-environment': context.environment.name
  'rad-application': context.application.name
  'rad-resource': context.resource.name
}

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: name
  location: location
  tags: tags
  sku: skus[size]
  properties: {
    administratorLogin: username
    #disable-next-line use-secure-value-for-secure-inputs
    administratorLoginPassword: password
    version: version
    storage: { storageSizeGB: storageSizeGB }
    highAvailability: { mode: 'Disabled' }
  }
}

resource store 'Microsoft.DBforPostgreSQL/flexibleServers/databases@2024-08-01' = {
  parent: server
  name: database
  properties: { charset: 'UTF8', collation: 'en_US.utf8' }
}

// The range of this one address stands for all of Azure.
resource access 'Microsoft.DBforPostgreSQL/flexibleServers/firewallRules@2024-08-01' = if (allowAzureServices) {
  parent: server
  name: 'AllowAzureServices'
  properties: { startIpAddress: '0.0.0.0', endIpAddress: '0.0.0.0' }
  // The server does one thing at a time.
  dependsOn: [store]
}

resource initScript 'Microsoft.ContainerInstance/containerGroups@2025-09-01' = if (!empty(initSql)) {
  name: '${name}-init-sql'
  location: location
  tags: tags
  properties: {
    osType: 'Linux'
    restartPolicy: 'Never'
    containers: [
      {
        name: 'psql'
        properties: {
          image: clientImage
          command: ['psql', '-f', '/init-sql/01-init.sql']
          environmentVariables: [
            { name: 'PGHOST', value: host }
            { name: 'PGDATABASE', value: database }
            { name: 'PGUSER', value: username }
            #disable-next-line use-secure-value-for-secure-inputs
            { name: 'PGPASSWORD', secureValue: password }
            { name: 'PGSSLMODE', value: 'require' }
          ]
          resources: { requests: { cpu: 1, memoryInGB: json('0.5') } }
          volumeMounts: [{ name: 'init-sql', mountPath: '/init-sql', readOnly: true }]
        }
      }
    ]
    volumes: [{ name: 'init-sql', secret: { '01-init.sql': base64(initSql) } }]
  }
  dependsOn: [store, access]
}

// What is secret stands apart from the values, in `secrets`.
#disable-diagnostics outputs-should-not-contain-secrets
output result object = {
  resources: [server.id]
  values: {
    host: host
    port: string(port)
    database: database
  }
  secrets: {
    password: password
    connectionString: 'postgresql://${username}:${uriComponent(password)}@${host}:${port}/${database}?sslmode=require'
  }
}
