import Testing

@testable import AppModel

@Suite struct GatewayTests {
    @Test func theRoutesOfAGatewayAreRead() throws {
        try checkRead(
            """
            [{ "type": "Applications.Core/gateways", "name": "gw", "properties": {
              "hostname": { "prefix": "shop" },
              "tls": { "certificateFrom": "store", "minimumProtocolVersion": "1.3" },
              "routes": [
                { "path": "/", "destination": "http://frontend:3000" },
                { "path": "/api", "destination": "https://backend", "replacePrefix": "/", "enableWebsockets": true,
                  "timeoutPolicy": { "request": "1m", "backendRequest": "30s" } } ] } }]
            """,
            Gateway.read,
            """
            hostname: prefix: shop
            tls: certificate:
              store: "store"
              minimumVersion: 1.3
            isInternal: false
            routes[0]:
              path: /
              destination: url:
                scheme: http
                host: frontend
                port: 3000
              enablesWebSockets: false
              valuePath: routes[0]
            routes[1]:
              path: /api
              destination: url:
                scheme: https
                host: backend
                port: 443
              replacePrefix: /
              enablesWebSockets: true
              requestTimeout: 1m
              backendTimeout: 30s
              valuePath: routes[1]
            kind: HTTP
            """
        )
    }

    @Test func theRulesOfRoutesAreRead() throws {
        try checkRead(
            """
            [{ "type": "Radius.Compute/routes", "name": "ingress", "properties": {
              "hostnames": ["shop.example"],
              "rules": [ { "matches": [ { "httpMethod": "GET" }, { "httpPath": "/api" } ],
                "destinationContainer": { "resourceId": "/web", "containerName": "web", "containerPort": 80 } } ] } }]
            """,
            Gateway.read,
            """
            hostname: derived
            tls: none
            isInternal: false
            routes[0]:
              path: /api
              destination: container:
                resource: "/web"
                container: web
                port: 80
              enablesWebSockets: false
              matches[0]: {"httpMethod":"GET"}
              matches[1]: {"httpPath":"/api"}
              valuePath: rules[0]
            kind: HTTP
            hostnames[0]: shop.example
            """
        )
    }

    @Test func whatAGatewayCannotDoIsReported() throws {
        try checkDiagnostics(
            """
            [{ "type": "Applications.Core/gateways", "name": "none", "properties": { "routes": [] } },
             { "type": "Applications.Core/gateways", "name": "pass", "properties": {
               "tls": { "sslPassthrough": true },
               "routes": [ { "path": "/a", "destination": "https://a" }, { "destination": "https://b" } ] } },
             { "type": "Applications.Core/gateways", "name": "both", "properties": {
               "tls": { "sslPassthrough": true, "certificateFrom": "store" }, "hostname": {},
               "routes": [ { "destination": "https://a" } ] } },
             { "type": "Applications.Core/gateways", "name": "odd", "properties": {
               "tls": { "minimumProtocolVersion": "1.2" },
               "routes": [ { "path": "/" }, { "destination": "frontend" },
                 { "destination": "http://a:80", "timeoutPolicy": { "request": "10s", "backendRequest": "1m" } },
                 { "destination": "http://a:80", "timeoutPolicy": { "request": "10 seconds" } } ] } }]
            """,
            """
            1:84 error RAD2016 the gateway has no route, expected at least one; add one: { path: '/', destination: \
            'http://frontend:3000' }
            4:14 error RAD2017 the gateway passes TLS through to several routes, expected one; keep one route, or \
            remove 'sslPassthrough'
            4:26 error RAD2017 the gateway passes TLS through and cannot see paths, but the route has 'path'; \
            remove 'path', or remove 'sslPassthrough'
            6:79 error RAD2018 'hostname' is empty, expected 'prefix' or 'fullyQualifiedHostname'; add one of them, \
            or remove 'hostname'
            6:31 error RAD2017 'tls' has both 'certificateFrom' and 'sslPassthrough', expected one; remove one of them
            9:39 error RAD2017 'tls' has 'minimumProtocolVersion' without 'certificateFrom'; add 'certificateFrom', \
            or remove 'minimumProtocolVersion'
            10:16 error RAD2004 'routes[0]' lacks the required property 'destination'; add 'destination'
            10:50 error RAD2019 'frontend' is no destination, expected a URL with the name of a container; write it \
            as 'http://frontend:3000'
            11:93 error RAD2020 'backendRequest' is longer than 'request', expected at most the same time; make \
            'request' longer or 'backendRequest' shorter
            12:68 error RAD2020 'routes[3].timeoutPolicy.request' is '10 seconds', expected a duration; write a \
            number with its unit, such as '30s' or '500ms'
            """
        )
    }
}

@Suite struct ServiceURLTests {
    @Test(arguments: [
        ("http://frontend:3000", "http frontend 3000"), ("HTTPS://a.b/c?d#e", "https a.b 443"),
        ("redis://user:pass@cache:6379/0", "redis cache 6379"), ("http://[::1]:80", "http ::1 80"),
        ("tcp://db", "tcp db -"), ("db:5432", "no URL"), ("/planes/radius", "no URL"), ("http://", "no URL"),
        ("http://a:0", "no URL"), ("http://a:x", "no URL"), ("http://a:99999", "no URL"), ("", "no URL"),
        ("1http://a", "no URL"), ("http://[::1", "no URL"), ("http://a b", "no URL"),
    ])
    func aURLIsTakenApart(_ text: String, _ expected: String) {
        let found = ServiceURL(text).map { "\($0.scheme) \($0.host) \($0.portOrDefault.map(String.init) ?? "-")" }
        #expect(found ?? "no URL" == expected)
    }
}
