// Provides TraderX's database on Azure Container Instances: PostgreSQL with TraderX's tables and sample data in its image.
// One container group behind an internal load balancer, with a name in the environment's private zone.

@description('What Radius tells a recipe about the resource that it provides.')
param context object

@description('The image of the database; it holds the tables and sample data.')
param image string = 'ghcr.io/finos/traderx/database:latest'

@description('The name of the database.')
param database string = 'traderx'

@description('The user that owns the database.')
param username string = 'sa'

// TraderX's public demonstration images have these credentials built in, so they guard nothing.
@description('The password of the user.')
@secure()
#disable-next-line secure-parameter-default
param password string = 'sa'

@description('The fixed private address. rad leaves 10.2.255.4 to 10.2.255.254 to recipes; each database needs its own.')
param address string = '10.2.255.10'

@description('The Azure region.')
param location string = resourceGroup().location

var name = toLower(context.resource.name)
var environment = context.environment.name
var zone = '${toLower(environment)}.internal'
var port = 5432

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
  sku: {
    name: 'Standard'
    tier: 'Regional'
  }
  properties: {
    frontendIPConfigurations: [
      {
        name: 'frontend'
        properties: {
          privateIPAddress: address
          privateIPAllocationMethod: 'Static'
          subnet: {
            id: loadBalancerSubnetId
          }
        }
      }
    ]
    backendAddressPools: [
      {
        name: 'containers'
      }
    ]
    probes: [
      {
        name: 'postgres'
        properties: {
          protocol: 'Tcp'
          port: port
          intervalInSeconds: 5
          probeThreshold: 2
        }
      }
    ]
    loadBalancingRules: [
      {
        name: 'postgres'
        properties: {
          frontendIPConfiguration: {
            id: '${loadBalancerId}/frontendIPConfigurations/frontend'
          }
          backendAddressPool: {
            id: '${loadBalancerId}/backendAddressPools/containers'
          }
          probe: {
            id: '${loadBalancerId}/probes/postgres'
          }
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
        name: 'postgres'
        properties: {
          image: image
          ports: [
            {
              port: port
              protocol: 'TCP'
            }
          ]
          environmentVariables: [
            {
              name: 'POSTGRES_DB'
              value: database
            }
            {
              name: 'POSTGRES_USER'
              value: username
            }
            {
              name: 'POSTGRES_PASSWORD'
              secureValue: password
            }
          ]
          resources: {
            requests: {
              cpu: 1
              memoryInGB: 2
            }
          }
          readinessProbe: {
            exec: {
              command: [
                'pg_isready'
                '-U'
                username
              ]
            }
            initialDelaySeconds: 5
            periodSeconds: 5
          }
        }
      }
    ]
    ipAddress: {
      type: 'Private'
      ports: [
        {
          port: port
          protocol: 'TCP'
        }
      ]
    }
  }
}

resource group 'Microsoft.ContainerInstance/nGroups@2025-09-01' = {
  name: name
  location: location
  // Another image makes another profile; the tag makes the group follow it.
  tags: union(tags, {
    'rad-profile': uniqueString(image, database, username)
  })
  properties: {
    elasticProfile: {
      desiredCount: 1
      maintainDesiredCount: true
      containerGroupNamingPolicy: {
        guidNamingPolicy: {
          prefix: '${take(name, 26)}-'
        }
      }
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
        resource: {
          id: profile.id
        }
        containerGroupProperties: {
          subnetIds: [
            {
              id: containerSubnetId
              name: 'containers'
            }
          ]
        }
        networkProfile: {
          loadBalancer: {
            backendAddressPools: [
              {
                resource: '${loadBalancer.id}/backendAddressPools/containers'
              }
            ]
          }
        }
      }
    ]
  }
}

resource record 'Microsoft.Network/privateDnsZones/A@2024-06-01' = {
  name: '${zone}/${name}'
  properties: {
    ttl: 300
    aRecords: [
      {
        ipv4Address: address
      }
    ]
  }
  dependsOn: [
    loadBalancer
  ]
}

output result object = {
  resources: []
  values: {
    server: '${name}.${zone}'
    host: '${name}.${zone}'
    port: port
    database: database
    username: username
  }
  secrets: {
    #disable-next-line outputs-should-not-contain-secrets
    password: password
  }
}
