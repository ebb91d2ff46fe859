// A landing zone on Azure Container Instances: one resource group, databases as container groups.
extension radius

@description('The Azure subscription. The default stands for no real one, which is enough to see what would be deployed.')
param subscriptionId string = '00000000-0000-0000-0000-000000000000'

@description('The resource group, which must exist.')
param resourceGroup string = 'traderx'

@description('The Azure region.')
param location string = 'westeurope'

var scope = '/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}'

resource aci 'Applications.Core/environments@2023-10-01-preview' = {
  name: 'aci'
  location: location
  properties: {
    compute: {
      kind: 'aci'
      resourceGroup: scope
    }
    providers: {
      azure: {
        scope: scope
      }
    }
    recipes: {
      'Applications.Datastores/sqlDatabases': {
        default: {
          templateKind: 'bicep'
          templatePath: '../recipes/container-instances/sql-database.bicep'
        }
      }
    }
  }
}
