import Foundation

/// Small definitions that several suites use.
public enum Applications {
    /// The beginning of a definition, before its resources: an application of the environment that is given.
    public static func legacy(named name: String) -> String {
        beginning(name, type: "Applications.Core/applications@2023-10-01-preview")
    }

    /// The same of the second generation.
    public static func current(named name: String) -> String {
        beginning(name, type: "Radius.Core/applications@2025-08-01-preview")
    }

    private static func beginning(_ name: String, type: String) -> String {
        """
        extension radius
        param environment string
        resource app '\(type)' = {
          name: '\(name)'
          properties: { environment: environment }
        }

        """
    }

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
