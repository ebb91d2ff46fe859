import AppModel
import Diagnostics
import Documents
import Engine
import TestSupport
import Testing

/// What a cluster would refuse, or would not find, is said before anything is emitted, at its place.
@Suite struct RefusedInputTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// Resources of the application `demo`, with marks.
        let text: String
        var isLegacy = true
        /// How many letters the parameter `text` has, where there is one.
        var letters: Int?
    }

    @Test(arguments: containers + references + names + metadata)
    func itIsRefusedAtItsPlace(refused: Case) async {
        var application = refused.isLegacy ? BicepApplication.legacy(refused.text) : .current(refused.text)
        if let letters = refused.letters {
            application.parameters = [GivenParameter("text", .text(String(repeating: "x", count: letters)))]
        }
        let emission = await application.emission()
        expectMarks(in: application.text, emission.diagnostics)
        for diagnostic in emission.diagnostics { #expect(diagnostic.help?.isEmpty == false, "\(diagnostic.message)") }
    }

    /// An `Applications.Core/containers` with a container and other properties.
    private static func legacy(
        _ container: String,
        name: String = "web",
        _ properties: String = "",
        mark: String = ""
    ) -> String {
        """
        resource \(name) 'Applications.Core/containers@2023-10-01-preview' = {
        \(mark)
          name: '\(name)'
          properties: {
            application: app.id
            container: {
              image: 'web:1'
        \(container)
            }
        \(properties)
          }
        }

        """
    }

    /// A `Radius.Compute/containers` with the container `main` and other properties.
    private static func current(_ container: String, _ properties: String = "") -> String {
        """
        resource web 'Radius.Compute/containers@2025-08-01-preview' = {
          name: 'web'
          properties: {
            application: app.id
            environment: environment
            containers: {
              main: {
                image: 'web:1'
        \(container)
              }
            }
        \(properties)
          }
        }

        """
    }
}

// MARK: - Containers

extension RefusedInputTests {
    static let containers = [
        Case(
            testDescription: "a port twice",
            text: legacy(
                """
                ports: {
                  http: { containerPort: 8080 }
                  admin: { containerPort: 9000, port: 8080 }
                //       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RAD5040 ports 'http' and 'admin' of 'web' are both 8080/TCP
                  dns: { containerPort: 8080, protocol: 'UDP' }
                }
                """
            )
        ),
        Case(
            testDescription: "a path mounted twice",
            text: legacy(
                """
                volumes: {
                  a: { kind: 'ephemeral', managedStore: 'memory', mountPath: '/data' }
                  b: { kind: 'ephemeral', managedStore: 'disk', mountPath: '/data' }
                //                                                         ^^^^^^^ RAD5041 volumes 'a' and 'b' of 'web' are both mounted
                }
                """
            )
        ),
        Case(
            testDescription: "a path mounted twice in a current container",
            text: current(
                """
                volumeMounts: [
                  { volumeName: 'a', mountPath: '/data' }
                  { volumeName: 'a', mountPath: '/other' }
                  { volumeName: 'b', mountPath: '/data' }
                //                              ^^^^^^^ RAD5041 volumes 'a' and 'b' of 'web' are both mounted
                ]
                """,
                "volumes: { a: { emptyDir: {} }, b: { emptyDir: {} } }"
            ),
            isLegacy: false
        ),
        Case(
            testDescription: "a volume without a name for Kubernetes",
            text: legacy(
                """
                volumes: {
                  My_Data: { kind: 'ephemeral', managedStore: 'memory', mountPath: '/data' }
                //         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RAD5042 'My_Data' cannot name a volume
                }
                """
            )
        ),
        Case(
            testDescription: "a variable without a name for Kubernetes",
            text: legacy(
                """
                env: {
                  'MY VARIABLE': { value: 'x' }
                //               ^^^^^^^^^^^^^^ RAD5043 'MY VARIABLE' cannot name
                  '2FA': 'on'
                //       ^^^^ RAD5043 '2FA' cannot name
                  'my.variable-2': 'fine'
                }
                """
            )
        ),
        Case(
            testDescription: "a connection whose variables have no name for Kubernetes",
            text: legacy(
                "",
                """
                connections: {
                  'data base': { source: db.id }
                //             ^^^^^^^^^^^^^^^^^ RAD5043 'CONNECTION_DATA BASE_HOST' cannot name
                }
                """
            ) + """
                resource db 'Applications.Core/extenders@2023-10-01-preview' = {
                  name: 'db'
                  properties: {
                    application: app.id
                    environment: environment
                    resourceProvisioning: 'manual'
                    host: 'example.com'
                  }
                }
                """
        ),
    ]
}

// MARK: - References

extension RefusedInputTests {
    private static let store = """
        resource store 'Applications.Core/secretStores@2023-10-01-preview' = {
          name: 'store'
          properties: { application: app.id, type: 'generic', data: { password: { value: 'x' } } }
        }

        """

    private static func routes(to container: String, port: Int, _ nameMark: String = "", _ portMark: String = "")
        -> String
    {
        current("ports: { http: { containerPort: 8080 } }") + """
            resource routes 'Radius.Compute/routes@2025-08-01-preview' = {
              name: 'routes'
              properties: {
                application: app.id
                environment: environment
                rules: [
                  {
                    matches: [{ httpPath: '/' }]
                    destinationContainer: {
                      resourceId: web.id
                      containerName: '\(container)'
            \(nameMark)
                      containerPort: \(port)
            \(portMark)
                    }
                  }
                ]
              }
            }
            """
    }

    private static func gateway(_ destination: String, _ mark: String) -> String {
        """
        resource gw 'Applications.Core/gateways@2023-10-01-preview' = {
          name: 'gw'
          properties: {
            application: app.id
            routes: [
              {
                path: '/'
                destination: '\(destination)'
        \(mark)
              }
            ]
          }
        }
        """
    }

    static let references = [
        Case(
            testDescription: "a route to no container",
            text: routes(
                to: "mian",
                port: 8080,
                "//                       ^^^^^^ RAD5044 this route of 'routes' leads to container 'mian', which 'web' does not"
            ),
            isLegacy: false
        ),
        Case(
            testDescription: "a route to no port",
            text: routes(
                to: "main",
                port: 80,
                "",
                "//                       ^^ RAD5044 this route of 'routes' leads to port 80 of container 'main' of 'web'"
            ),
            isLegacy: false
        ),
        Case(
            testDescription: "routes to a container of the other generation",
            text: legacy("ports: { http: { containerPort: 80 } }") + """
                resource routes 'Radius.Compute/routes@2025-08-01-preview' = {
                  name: 'routes'
                  properties: {
                    application: app.id
                    environment: environment
                    rules: [
                      {
                        matches: [{ httpPath: '/' }]
                        destinationContainer: {
                          resourceId: web.id
                //                    ^^^^^^ RAD5044 this route of 'routes' leads to 'web' of type Applications.Core/containers
                          containerName: 'web'
                          containerPort: 80
                        }
                      }
                    ]
                  }
                }
                """
        ),
        Case(
            testDescription: "a gateway's route to no port",
            text: legacy("ports: { http: { containerPort: 3000, port: 80 } }")
                + gateway(
                    "http://web:3000",
                    "//                   ^^^^^^^^^^^^^^^^^ RAD5044 this route of 'gw' leads to port 3000"
                )
        ),
        Case(
            testDescription: "a gateway's route to no port at all",
            text: legacy("")
                + gateway("http://web", "//                   ^^^^^^^^^^^^ RAD5044 this route of 'gw' leads to port 80")
        ),
        Case(
            testDescription: "a gateway's route to nothing",
            text: legacy("ports: { http: { containerPort: 80 } }")
                + gateway("http://wbe:80", "//                   ^^^^^^^^^^^^^^^ RAD3003 the route leads to 'wbe'")
        ),
        Case(
            testDescription: "a volume that is nowhere",
            text: current(
                "volumeMounts: [{ volumeName: 'a', mountPath: '/data' }]",
                """
                volumes: {
                  a: {
                    persistentVolume: {
                      resourceId: '/planes/radius/local/resourceGroups/default/providers/Radius.Compute/persistentVolumes/none'
                //                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RAD5045 volume 'a' of 'web' is
                    }
                  }
                }
                """
            ),
            isLegacy: false
        ),
        Case(
            testDescription: "a volume that is not declared",
            text: current(
                """
                volumeMounts: [
                  { volumeName: 'data', mountPath: '/data' }
                //              ^^^^^^ RAD2015
                ]
                """
            ),
            isLegacy: false
        ),
        Case(
            testDescription: "a secret that the store does not have",
            text: legacy(
                """
                env: {
                  PASSWORD: {
                    valueFrom: { secretRef: { source: store.id, key: 'pasword' } }
                //                                                   ^^^^^^^^^ RAD5046 'store' has no secret 'pasword'
                  }
                }
                """
            ) + store
        ),
        Case(
            testDescription: "a secret that no store has",
            text: legacy(
                """
                env: {
                  PASSWORD: {
                //          ^ RAD5006
                    valueFrom: { secretRef: { source: '\(planes)/Applications.Core/secretStores/none', key: 'a' } }
                  }
                }
                """
            )
        ),
        Case(
            testDescription: "a secret that current secrets do not have",
            text: current(
                """
                env: {
                  PASSWORD: {
                    valueFrom: { secretKeyRef: { secretName: 'creds', key: 'token' } }
                //                                                         ^^^^^^^ RAD5046 'creds' has no secret 'token'
                  }
                }
                """
            ) + """
                resource creds 'Radius.Security/secrets@2025-08-01-preview' = {
                  name: 'creds'
                  properties: { application: app.id, environment: environment, data: { password: { value: 'x' } } }
                }
                """,
            isLegacy: false
        ),
        Case(
            testDescription: "a certificate that is nowhere",
            text: legacy("ports: { http: { containerPort: 80 } }") + """
                resource gw 'Applications.Core/gateways@2023-10-01-preview' = {
                  name: 'gw'
                  properties: {
                    application: app.id
                    tls: {
                      certificateFrom: '\(planes)/Applications.Core/secretStores/none'
                //                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RAD5006
                    }
                    routes: [{ path: '/', destination: 'http://web:80' }]
                  }
                }
                """
        ),
        Case(
            testDescription: "a connection to nothing",
            text: legacy(
                "",
                """
                connections: {
                  db: { source: '\(planes)/Applications.Core/extenders/none' }
                //              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RAD3001 connection 'db' leads to
                }
                """
            )
        ),
        Case(
            testDescription: "a connection to itself",
            text: legacy(
                "",
                """
                connections: {
                  web: { source: 'http://web:80' }
                //               ^^^^^^^^^^^^^^^ RAD3004 'web' connects to itself
                }
                """
            )
        ),
        Case(
            testDescription: "a connection to another application",
            text: legacy(
                "",
                """
                connections: {
                  api: { source: api.id }
                //               ^^^^^^ RAD3008 connection 'api' leads to 'api', which belongs to application 'other'
                }
                """
            ) + """
                resource other 'Applications.Core/applications@2023-10-01-preview' = {
                  name: 'other'
                  properties: { environment: environment }
                }
                resource api 'Applications.Core/containers@2023-10-01-preview' = {
                  name: 'api'
                  properties: { application: other.id, container: { image: 'api:1' } }
                }
                """
        ),
        Case(
            testDescription: "a cycle",
            text: legacy(
                "",
                """
                connections: {
                  api: { source: '\(planes)/Applications.Core/containers/api' }
                }
                """,
                mark: "//       ^^^ RAD3005 resources need each other in a circle: 'web' -> 'api' -> 'web'"
            )
                + legacy(
                    "",
                    name: "api",
                    """
                    connections: {
                      web: { source: '\(planes)/Applications.Core/containers/web' }
                    }
                    """
                )
        ),
    ]

    private static let planes = "/planes/radius/local/resourceGroups/default/providers"
}

// MARK: - Names, objects and bodies

extension RefusedInputTests {
    private static func named(_ name: String, _ code: String) -> String {
        """
        resource other 'Applications.Core/containers@2023-10-01-preview' = {
          name: '\(name)'
        //      \(String(repeating: "^", count: name.count + 2)) \(code)
          properties: { application: app.id, container: { image: 'web:1' } }
        }

        """
    }

    static let names = [
        Case(testDescription: "a name in other letters", text: legacy("") + named("WEB", "RAD3006 two resources")),
        Case(testDescription: "a name that is no label", text: named("my_web", "RAD2012")),
        Case(testDescription: "a name that is too long", text: named(String(repeating: "w", count: 64), "RAD2012")),
        Case(
            testDescription: "a container's name that is no label",
            text: """
                resource web 'Radius.Compute/containers@2025-08-01-preview' = {
                  name: 'web'
                  properties: {
                    application: app.id
                    environment: environment
                    containers: {
                      my_main: { image: 'web:1' }
                //             ^^^^^^^^^^^^^^^^^^ RAD5001 'my_main'
                    }
                  }
                }
                """,
            isLegacy: false
        ),
        Case(
            testDescription: "a port's name that is no label",
            text: legacy(
                """
                ports: {
                  my_port: { containerPort: 80 }
                //         ^^^^^^^^^^^^^^^^^^^^^ RAD5002 'my_port'
                }
                """
            )
        ),
        Case(
            testDescription: "a secret's name that is no key",
            text: """
                resource store 'Applications.Core/secretStores@2023-10-01-preview' = {
                  name: 'store'
                  properties: {
                    application: app.id
                    type: 'generic'
                    data: {
                      'a/b': { value: 'x' }
                //           ^^^^^^^^^^^^^^ RAD5020 'a/b' cannot be a key
                    }
                  }
                }
                """
        ),
        Case(
            testDescription: "a container and a gateway of one name",
            text: legacy("ports: { http: { containerPort: 80 } }", name: "gw") + """
                resource gateway 'Applications.Core/gateways@2023-10-01-preview' = {
                  name: 'gw'
                //      ^^^^ RAD3007 'gw' of type 'Applications.Core/gateways' and 'gw'
                  properties: { application: app.id, routes: [{ path: '/', destination: 'http://gw:80' }] }
                }
                """
        ),
        Case(
            testDescription: "Secrets of a container and a store of one name",
            text: """
                @secure()
                param token string = newGuid()

                """ + legacy("env: { TOKEN: { value: token } }") + """
                    resource store 'Applications.Core/secretStores@2023-10-01-preview' = {
                    //       ^^^^^ RAD5003 'web' needs core/Secret 'web'
                      name: 'web'
                      properties: { application: app.id, type: 'generic', data: { a: { value: 'x' } } }
                    }
                    """
        ),
        Case(
            testDescription: "an id in the body",
            text: """
                resource web 'Applications.Core/containers@2023-10-01-preview' = {
                  name: 'web'
                  id: '/x'
                //^^ RAD2007
                  properties: { application: app.id, container: { image: 'web:1' } }
                }
                """
        ),
        Case(
            testDescription: "a property that is not there",
            text: legacy(
                """
                  prots: { http: { containerPort: 80 } }
                //^^^^^ RAD2003 unknown property 'container.prots'
                """
            )
        ),
    ]
}

// MARK: - Labels and sizes

extension RefusedInputTests {
    private static func metadata(_ text: String) -> String {
        legacy("", "extensions: [\n{\nkind: 'kubernetesMetadata'\n\(text)\n}\n]")
    }

    static let metadata = [
        Case(
            testDescription: "a label of rad's own",
            text: metadata(
                """
                labels: {
                  team: 'a'
                  'radapp.io/application': 'mine'
                //                         ^^^^^^ RAD5004 'radapp.io/application' is not set
                }
                annotations: {
                  'radapp.io/enabled': 'true'
                //                     ^^^^^^ RAD5004 'radapp.io/enabled' is not set
                }
                """
            )
        ),
        Case(
            testDescription: "labels without a name for Kubernetes",
            text: metadata(
                """
                labels: {
                  'bad label': 'a'
                //             ^^^ RAD5047 'bad label' cannot name a label
                  'a/b/c': 'a'
                //         ^^^ RAD5047
                  'Example.com/team': 'a'
                //                    ^^^ RAD5047
                  'example.com/team': 'fine'
                  '\(String(repeating: "x", count: 64)).example.com/team': 'fine'
                }
                """
            )
        ),
        Case(
            testDescription: "a label's value that Kubernetes refuses",
            text: metadata(
                """
                labels: {
                  team: 'the red one'
                //      ^^^^^^^^^^^^^ RAD5047 'the red one' cannot be the value of label 'team'
                  empty: ''
                }
                """
            )
        ),
        Case(
            testDescription: "annotations without a name for Kubernetes",
            text: metadata(
                """
                annotations: {
                  'a b': 'a'
                //       ^^^ RAD5047 'a b' cannot name an annotation
                  team: 'the red one'
                }
                """
            )
        ),
        Case(
            testDescription: "annotations that are too large",
            text: "param text string\n"
                + metadata(
                    """
                    annotations: {
                      small: 'x'
                      large: text
                    //       ^^^^ RAD5048 the annotations have 300011 bytes together
                    }
                    """
                ),
            letters: 300_000
        ),
        Case(
            testDescription: "a Secret that is too large",
            text: """
                param text string
                resource store 'Applications.Core/secretStores@2023-10-01-preview' = {
                  name: 'store'
                  properties: {
                    application: app.id
                    type: 'generic'
                    data: {
                      a: { value: 'x' }
                      b: { value: text }
                //       ^^^^^^^^^^^^^^^ RAD5021 core/Secret 'store', made for 'store', would hold
                    }
                  }
                }
                """,
            letters: 1_100_000
        ),
        Case(
            testDescription: "a Deployment that is too large",
            text: "param text string\n"
                + legacy(
                    "env: { LARGE: { value: text } }",
                    mark: "//       ^^^ RAD5048 apps/Deployment 'web', made for 'web', would have"
                ),
            letters: 1_600_000
        ),
    ]
}
