// A Neo4j graph database for development: nothing is kept when the container goes.
// The user is neo4j, as the image wants it.
// One container group behind an internal load balancer, with a name in the environment's private zone.

@description('What Radius tells a recipe about the resource that it provides.')
param context object

@description('The image of the server.')
param image string = 'neo4j:5.26-community'

@description('The password: what the secret has that the resource names. A container group cannot read it there.')
@secure()
param password string

@description('How much memory the server gets, in GB.')
param memoryInGB string = '1.5'

@description('The private address. Without one it is one of those that rad leaves to recipes, by the id of the resource.')
param privateAddress string = ''

@description('The Azure region.')
param location string = resourceGroup().location

var name = toLower(context.resource.name)
var environment = context.environment.name
var zone = '${toLower(environment)}.internal'
var host = '${name}.${zone}'
var port = 7687
// The name of a database has three characters at least.
var database = context.resource.properties.?database ?? (length(name) < 3 ? 'neo4j' : name)

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
        name: 'neo4j'
        properties: {
          image: image
          ports: [{ port: port, protocol: 'TCP' }]
          environmentVariables: [
            #disable-next-line use-secure-value-for-secure-inputs
            { name: 'NEO4J_AUTH', secureValue: 'neo4j/${password}' }
            { name: 'NEO4J_initial_dbms_default__database', value: database }
            { name: 'NEO4J_server_memory_heap_initial__size', value: '256m' }
            { name: 'NEO4J_server_memory_heap_max__size', value: '512m' }
            { name: 'NEO4J_server_memory_pagecache_size', value: '128m' }
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
  tags: union(tags, { 'rad-profile': uniqueString(image, database, memoryInGB) })
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

output result object = {
  resources: []
  values: {
    host: host
    port: port
    database: database
  }
}
