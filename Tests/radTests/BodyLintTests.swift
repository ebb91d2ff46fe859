import TestSupport
import Testing

/// What `rad bicep lint` knows of the bodies of Radius' resources.
@Suite struct BodyLintTests {
    @Test func bodiesOfResourcesAreComparedWithTheirTypes() async throws {
        try await Program.with { rad in
            try rad.folder.write(
                Applications.legacy(named: "app") + """
                    resource web 'Applications.Core/containers@2023-10-01-preview' = {
                      name: 'web'
                      properties: {
                        application: app.id
                        container: {
                          imgae: 'nginx'
                          imagePullPolicy: 'Alway'
                          ports: { web: { containerPort: '80' }, admin: { containerPort: 70000 } }
                        }
                        connections: { db: { source: true } }
                        identity: {}
                      }
                    }
                    """,
                to: "app.bicep"
            )
            let outcome = try rad.run(["bicep", "lint", "app.bicep"])
            #expect(outcome.status == 0)
            let lines = outcome.output.split(separator: "\n").filter { $0.contains(": warning: ") }
            #expect(
                lines.map(String.init) == [
                    "app.bicep:11:5: warning: 'object' lacks 'image' [BCP035]",
                    "app.bicep:12:7: warning: 'object' takes no 'imgae' [BCP037]",
                    "app.bicep:13:24: warning: 'imagePullPolicy' must be of type 'Always' | 'IfNotPresent' | 'Never', "
                        + "found 'Alway' [BCP088]",
                    "app.bicep:14:38: warning: 'containerPort' must be of type int, found '80' [BCP036]",
                    "app.bicep:14:70: warning: the value is 70000 or more, and 65535 is the most that is taken [BCP327]",
                    "app.bicep:16:34: warning: 'source' must be of type string, found true [BCP036]",
                    "app.bicep:17:5: warning: 'identity' can be read, not given [BCP073]",
                ]
            )
        }
    }
}
