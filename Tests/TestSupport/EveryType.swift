extension Applications {
    /// An application `shop` with one resource of each type, and a container that is connected to all of them.
    ///
    /// Each resource is called after its type, `data-rediscaches` for `Radius.Data/redisCaches`. The parameter
    /// `password` is what the author gives where a type wants a password, or the name of a secret with one.
    ///
    /// - Parameter types: The types, `NAMESPACE/NAME`; each of them has a built-in recipe.
    /// - Returns: The text of its definition.
    public static func withEach(of types: [String]) -> String {
        let resources = types.enumerated().map { index, type in
            let namespace = type.split(separator: "/")[0]
            let isLegacy = namespace.hasPrefix("Applications.")
            let version = isLegacy ? "2023-10-01-preview" : versions[type] ?? "2025-08-01-preview"
            return """

                resource r\(index) '\(type)@\(version)' = {
                  name: '\(resourceName(of: type))'
                  properties: {
                    application: app.id
                    environment: environment
                    \(properties[type] ?? "")
                  }
                }

                """
        }
        let connections = types.indices.map { "      c\($0): { source: r\($0).id }\n" }
        return legacy(named: "shop") + """

            @secure()
            #disable-next-line secure-parameter-default
            param password string = 'hidden'

            resource login 'Radius.Security/secrets@2025-08-01-preview' = {
              name: 'login'
              properties: {
                application: app.id
                environment: environment
                data: { USERNAME: { value: 'neo4j' }, PASSWORD: { value: password } }
              }
            }
            """ + resources.joined() + """

                resource web 'Applications.Core/containers@2023-10-01-preview' = {
                  name: 'web'
                  properties: {
                    application: app.id
                    container: { image: 'nginx' }
                    connections: {
                \(connections.joined())    }
                  }
                }

                """
    }

    /// The name of the resource of a type: `Radius.Data/redisCaches` is that of `data-rediscaches`.
    public static func resourceName(of type: String) -> String {
        let parts = type.split(separator: "/")
        let namespace = parts[0].split(separator: ".").last ?? ""
        return "\(namespace)-\(parts[1])".lowercased()
    }

    private static let versions = ["Radius.Data/neo4jDatabases": "2025-09-11-preview"]

    /// What the types of the second generation want besides their place.
    private static let properties = [
        "Radius.Data/mySqlDatabases": "username: 'owner', password: password, version: '8.0'",
        "Radius.Data/postgreSqlDatabases": "username: 'owner', password: password, initSql: 'select 1'",
        "Radius.Data/sqlServerDatabases": "database: 'shop', username: 'owner', password: password",
        "Radius.Data/neo4jDatabases": "secretName: login.name",
    ]
}
