// A landing zone on Kubernetes: one namespace per application, databases as pods beside it.
extension radius

@description('What the namespaces of this environment start with; TraderX goes to <namespace>-traderx.')
param namespace string = 'trading'

resource kubernetes 'Applications.Core/environments@2023-10-01-preview' = {
  name: 'kubernetes'
  properties: {
    compute: {
      kind: 'kubernetes'
      namespace: namespace
    }
    recipes: {
      'Applications.Datastores/sqlDatabases': {
        default: {
          templateKind: 'bicep'
          templatePath: '../recipes/kubernetes/sql-database.bicep'
        }
      }
    }
  }
}
