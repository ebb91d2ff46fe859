/// Small environments that several suites use.
enum Environments {
    /// A Kubernetes environment with a recipe of its own, for `env/prod.bicep`.
    static let prod = """
        extension radius

        resource prod 'Applications.Core/environments@2023-10-01-preview' = {
          name: 'prod'
          properties: {
            compute: { kind: 'kubernetes', resourceId: 'self', namespace: 'prod' }
            recipes: {
              'Applications.Datastores/redisCaches': {
                default: { templateKind: 'bicep', templatePath: '../recipes/redis.bicep' }
              }
            }
          }
        }

        """

    /// A Kubernetes environment `fetched` whose caches come from a recipe at an address.
    static func withRecipe(_ source: String, _ more: String = "") -> String {
        """
        extension radius

        resource fetched 'Applications.Core/environments@2023-10-01-preview' = {
          name: 'fetched'
          properties: {
            compute: { kind: 'kubernetes', resourceId: 'self', namespace: 'fetched' }
            recipes: {
              'Applications.Datastores/redisCaches': {
                default: {
                  templateKind: 'bicep'
                  templatePath: '\(source)'
                  \(more)
                }
              }
            }
          }
        }

        """
    }

    /// The recipe: a cache that somebody else runs.
    static let redis = "output result object = { values: { host: 'redis.example', port: 6379 } }\n"
}
