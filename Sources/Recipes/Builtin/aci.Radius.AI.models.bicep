// A small language model for development: llama.cpp, which speaks the API of OpenAI. Nothing is kept when the container goes.
// It answers to the name of the wanted model, and is not that model: it is the small open one of `repository`,
// fetched from Hugging Face when the container starts.
// One container group behind an internal load balancer, with a name in the environment's private zone.

@description('What Radius tells a recipe about the resource that it provides.')
param context object

@description('The image of the server.')
param image string = 'ghcr.io/ggml-org/llama.cpp:server-b8840'

@description('The open model that answers: a repository of Hugging Face in the format GGUF, and its quantization.')
param repository string = 'Qwen/Qwen2.5-0.5B-Instruct-GGUF:Q4_K_M'

@description('How many tokens a conversation may have.')
param contextSize int = 4096

@description('The key that clients send. The default is made by chance once, and stays.')
@secure()
param apiKey string = newGuid()

@description('How much memory the server gets, in GB.')
param memoryInGB string = '2'

@description('The private address. Without one it is one of those that rad leaves to recipes, by the id of the resource.')
param privateAddress string = ''

@description('The Azure region.')
param location string = resourceGroup().location

var name = toLower(context.resource.name)
var environment = context.environment.name
var zone = '${toLower(environment)}.internal'
var host = '${name}.${zone}'
var port = 8080
var model = context.resource.properties.?model ?? 'gpt-5-mini'

// A number from 0 to 1023 that follows from the id of the resource.
var digits = 'abcdefghijklmnopqrstuvwxyz234567'
var hash = uniqueString(context.resource.id, 'address')
var number = 32 * indexOf(digits, substring(hash, 0, 1)) + indexOf(digits, substring(hash, 1, 1))
var address = empty(privateAddress) ? '10.2.255.${4 + number % 251}' : privateAddress

var tags = {
  'rad-environment': environment
  'rad-application': context.application.name
  'rad-resource': context.resource.name
}

// The environment made the network; the recipe only refers to it.
var loadBalancerSubnetId = resourceId('Microsoft.Network/virtualNetworks/subnets', environment, 'load-balancers')
var containerSubnetId = resourceId('Microsoft.Network/virtualNetworks/subnets', environment, 'containers')
var loadBalancerId = resourceId('Microsoft.Network/loadBalancers', name)

resource loadBalancer 'Microsoft.Network/loadBalancers@2024-07-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: 'Standard', tier: 'Regional' }
  properties: {
    frontendIPConfigurations: [
      {
        name: 'frontend'
        properties: {
          privateIPAddress: address
          privateIPAllocationMethod: 'Static'
          subnet: { id: loadBalancerSubnetId }
        }
      }
    ]
    backendAddressPools: [{ name: 'containers' }]
    probes: [
      {
        name: 'server'
        properties: { protocol: 'Tcp', port: port, intervalInSeconds: 5, probeThreshold: 2 }
      }
    ]
    loadBalancingRules: [
      {
        name: 'server'
        properties: {
          frontendIPConfiguration: { id: '${loadBalancerId}/frontendIPConfigurations/frontend' }
          backendAddressPool: { id: '${loadBalancerId}/backendAddressPools/containers' }
          probe: { id: '${loadBalancerId}/probes/server' }
          protocol: 'Tcp'
          enableTcpReset: true
          frontendPort: port
          backendPort: port
          idleTimeoutInMinutes: 30
          disableOutboundSnat: true
        }
      }
    ]
  }
}

resource profile 'Microsoft.ContainerInstance/containerGroupProfiles@2025-09-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    sku: 'Standard'
    osType: 'Linux'
    restartPolicy: 'Always'
    containers: [
      {
        name: 'llama'
        properties: {
          image: image
          ports: [{ port: port, protocol: 'TCP' }]
          environmentVariables: [
            { name: 'LLAMA_ARG_HOST', value: '0.0.0.0' }
            { name: 'LLAMA_ARG_PORT', value: string(port) }
            { name: 'LLAMA_ARG_HF_REPO', value: repository }
            { name: 'LLAMA_ARG_ALIAS', value: model }
            { name: 'LLAMA_ARG_CTX_SIZE', value: string(contextSize) }
            { name: 'LLAMA_API_KEY', secureValue: apiKey }
          ]
          resources: { requests: { cpu: 1, memoryInGB: json(memoryInGB) } }
        }
      }
    ]
    ipAddress: {
      type: 'Private'
      ports: [{ port: port, protocol: 'TCP' }]
    }
  }
}

resource group 'Microsoft.ContainerInstance/nGroups@2025-09-01' = {
  name: name
  location: location
  // Another image makes another profile; the tag makes the group follow it.
  tags: union(tags, { 'rad-profile': uniqueString(image, repository, model, string(contextSize), memoryInGB) })
  properties: {
    elasticProfile: {
      desiredCount: 1
      maintainDesiredCount: true
      containerGroupNamingPolicy: { guidNamingPolicy: { prefix: '${take(name, 26)}-' } }
    }
    updateProfile: {
      updateMode: 'Rolling'
      rollingUpdateProfile: {
        maxBatchPercent: 100
        maxUnhealthyPercent: 100
        pauseTimeBetweenBatches: 'PT0S'
        inPlaceUpdate: false
      }
    }
    containerGroupProfiles: [
      {
        resource: { id: profile.id }
        containerGroupProperties: { subnetIds: [{ id: containerSubnetId, name: 'containers' }] }
        networkProfile: {
          loadBalancer: { backendAddressPools: [{ resource: '${loadBalancer.id}/backendAddressPools/containers' }] }
        }
      }
    ]
  }
}

resource record 'Microsoft.Network/privateDnsZones/A@2024-06-01' = {
  name: '${zone}/${name}'
  properties: {
    ttl: 300
    aRecords: [{ ipv4Address: address }]
  }
  dependsOn: [loadBalancer]
}

// What is secret stands apart from the values, in `secrets`.
#disable-diagnostics outputs-should-not-contain-secrets
output result object = {
  resources: []
  values: {
    endpoint: 'http://${host}:${port}/v1'
  }
  secrets: {
    apiKey: apiKey
  }
}
