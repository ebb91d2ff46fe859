// A secret store of Dapr: Azure Key Vault, for containers on Kubernetes. What was deleted can be brought back for a week.
extension kubernetes with {
  kubeConfig: ''
  namespace: context.runtime.?kubernetes.?namespace ?? ''
} as kubernetes

@description('What Radius tells a recipe about the resource that it provides.')
param context object

@description('The tenant of the vault.')
param tenantId string

@description('The object id of the identity that containers read secrets with. Without one nobody is allowed to.')
param principalId string = ''

@description('The client id of that identity, where there is more than one.')
param clientId string = ''

@description('The name of the vault, which nobody else in Azure may have.')
param name string = '${take(toLower(replace(context.resource.name, '-', '')), 10)}-${uniqueString(resourceGroup().id, context.resource.id)}'

@description('The Azure region.')
param location string = resourceGroup().location

var component = toLower(context.resource.name)
var namespace = context.runtime.?kubernetes.?namespace ?? fail('a component of Dapr is an object of Kubernetes, and the containers of this environment do not run there')
var type = 'secretstores.azure.keyvault'
var version = 'v1'
var labels = {
  'radapp.io/resource': context.resource.name
  'radapp.io/resource-type': replace(context.resource.type, '/', '-')
  'radapp.io/application': context.application.name
  'radapp.io/environment': context.environment.name
  'app.kubernetes.io/name': component
}
// May read the contents of secrets, and nothing else: Key Vault Secrets User.
var roleId = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4633458b-17de-408a-b874-0445c86b69e6')
var tags = {
  'rad-environment': context.environment.name
  'rad-application': context.application.name
  'rad-resource': context.resource.name
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 7
    enablePurgeProtection: true
    publicNetworkAccess: 'Enabled'
    networkAcls: { bypass: 'AzureServices', defaultAction: 'Allow' }
  }
}

resource reader 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(principalId)) {
  scope: vault
  name: guid(vault.id, principalId, roleId)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: roleId
  }
}

resource store 'dapr.io/Component@v1alpha1' = {
  metadata: {
    name: component
    namespace: namespace
    labels: labels
  }
  spec: {
    type: type
    version: version
    metadata: concat(
      [{ name: 'vaultName', value: vault.name }],
      empty(clientId) ? [] : [{ name: 'azureClientId', value: clientId }]
    )
  }
  dependsOn: [reader]
}

output result object = {
  resources: [
    vault.id
    '/planes/kubernetes/local/namespaces/${namespace}/providers/dapr.io/Component/${component}'
  ]
  values: {
    type: type
    version: version
    componentName: component
  }
}
