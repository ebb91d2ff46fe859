import Foundation

/// Small definitions that several suites use.
public enum Applications {
    /// A web server that uses a cache.
    public static let shop = """
        extension radius

        param environment string

        resource app 'Applications.Core/applications@2023-10-01-preview' = {
          name: 'shop'
          properties: {
            environment: environment
          }
        }

        resource web 'Applications.Core/containers@2023-10-01-preview' = {
          name: 'web'
          properties: {
            application: app.id
            container: {
              image: 'registry.example/web:1.0'
              ports: { http: { containerPort: 8080 } }
            }
            connections: {
              cache: { source: cache.id }
            }
          }
        }

        resource cache 'Applications.Datastores/redisCaches@2023-10-01-preview' = {
          name: 'cache'
          properties: {
            application: app.id
            environment: environment
          }
        }

        """

    /// The same without the web server.
    public static let shopWithoutWeb = shop.components(from: "resource web", upTo: "resource cache")
}

extension String {
    /// The text without the part that begins with one word and ends before another.
    fileprivate func components(from start: String, upTo end: String) -> String {
        guard let first = range(of: start), let last = range(of: end) else { return self }
        return String(self[..<first.lowerBound] + self[last.lowerBound...])
    }
}
