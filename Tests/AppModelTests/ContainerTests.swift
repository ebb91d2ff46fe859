import Documents
import Testing

@testable import AppModel

@Suite struct ContainerTests {
    @Test func everyPartOfALegacyContainerIsRead() throws {
        try checkRead(
            """
            [{ "type": "Applications.Core/containers", "name": "web", "properties": {
              "container": {
                "image": "nginx:1.27", "imagePullPolicy": "Always", "command": ["run"], "args": ["-v"], "workingDir": "/srv",
                "env": { "OLD": "database", "NEW": { "value": "x" }, "FROM": { "valueFrom": { "secretRef": {
                  "source": "store", "key": "k" } } } },
                "ports": { "web": { "containerPort": 3000, "port": 80, "scheme": "http" },
                           "dns": { "containerPort": 53, "protocol": "UDP" } },
                "readinessProbe": { "kind": "exec", "command": "cat /tmp/ok", "periodSeconds": 2.9 },
                "livenessProbe": { "kind": "httpGet", "containerPort": 3000, "path": "/healthz",
                  "headers": { "X-A": "b" } },
                "volumes": { "tmp": { "kind": "ephemeral", "mountPath": "/tmp", "managedStore": "memory" },
                             "keys": { "kind": "persistent", "mountPath": "/keys", "source": "vault", "permission": "read" } }
              },
              "connections": { "db": { "source": "http://db:5432", "disableDefaultEnvVars": true,
                "iam": { "kind": "azure", "roles": ["Reader"] } } },
              "extensions": [ { "kind": "manualScaling", "replicas": 3 },
                { "kind": "daprSidecar", "appId": "web", "appPort": 3000, "protocol": "grpc" },
                { "kind": "kubernetesMetadata", "labels": { "team": "a" } } ],
              "restartPolicy": "OnFailure",
              "runtimes": { "kubernetes": { "base": "kind: Service", "pod": { "hostNetwork": true } },
                            "aci": { "gatewayID": "gw" } }
            } }]
            """,
            Container.read,
            """
            generation: legacy
            specs[0]:
              name: web
              path: container
              isInit: false
              image: "nginx:1.27"
              imagePullPolicy: Always
              command[0]: "run"
              arguments[0]: "-v"
              workingDirectory: /srv
              environment[0]:
                name: OLD
                source: value: "database"
              environment[1]:
                name: NEW
                source: value: "x"
              environment[2]:
                name: FROM
                source: secret:
                  secret: "store"
                  key: "k"
              ports[0]:
                name: web
                containerPort: 3000
                servicePort: 80
                transportProtocol: tcp
                scheme: http
              ports[1]:
                name: dns
                containerPort: 53
                transportProtocol: udp
              readiness:
                check: command[0]: "cat"
                check: command[1]: "/tmp/ok"
                period: 2
              liveness:
                check: http:
                  port: 3000
                  path: /healthz
                  headers[0]:
                    name: X-A
                    value: "b"
              mounts[0]:
                volume: tmp
                mountPath: /tmp
                isReadOnly: false
              mounts[1]:
                volume: keys
                mountPath: /keys
                isReadOnly: true
            connections[0]:
              name: db
              source: "http://db:5432"
              disablesVariables: true
              roles[0]: Reader
            volumes[0]:
              name: tmp
              source: ephemeral:
                inMemory: true
              path: container.volumes.tmp
            volumes[1]:
              name: keys
              source: persistent:
                resource: "vault"
                access: read
              path: container.volumes.keys
            replicas: 3
            restartPolicy: OnFailure
            dapr:
              appID: web
              appPort: 3000
              appProtocol: grpc
            metadata:
              labels: (key: "team", value: "a")
              labelPaths: (key: "team", value: extensions[2].labels.team)
            autoScalingPath: autoScaling
            kubernetesBase: kind: Service
            kubernetesPod: {"hostNetwork":true}
            gatewayID: gw
            platformOptions: {}
            """
        )
    }

    @Test func everyPartOfACurrentContainerIsRead() throws {
        try checkRead(
            """
            [{ "type": "Radius.Compute/containers", "name": "web", "properties": {
              "containers": {
                "setup": { "initContainer": true, "image": "busybox" },
                "web": { "image": "nginx", "env": { "A": { "valueFrom": { "secretKeyRef": {
                    "secretName": "$unknown:db.secrets.name", "key": "url" } } } },
                  "ports": { "http": { "containerPort": 80 } },
                  "resources": { "requests": { "cpu": "0.5" }, "limits": { "memoryInMib": 512 } },
                  "volumeMounts": [ { "volumeName": "data", "mountPath": "/data" } ],
                  "readinessProbe": { "httpGet": { "path": "/", "port": 80, "scheme": "https",
                    "httpHeaders": [ { "name": "h", "value": "v" } ] }, "initialDelaySeconds": 1,
                    "terminationGracePeriodSeconds": 7 } } },
              "volumes": { "data": { "persistentVolume": { "resourceId": "vol", "accessMode": "ReadWriteOnce" } },
                           "certs": { "secretName": "tls" }, "tmp": { "emptyDir": {} } },
              "replicas": 2, "autoScaling": { "metrics": [] }, "platformOptions": { "sku": "Standard" },
              "extensions": { "daprSidecar": { "appId": "web" } }
            } }]
            """,
            Container.read,
            """
            generation: current
            specs[0]:
              name: setup
              path: containers.setup
              isInit: true
              image: "busybox"
            specs[1]:
              name: web
              path: containers.web
              isInit: false
              image: "nginx"
              environment[0]:
                name: A
                source: secret:
                  secret: "(known after apply)"
                  key: "url"
              ports[0]:
                name: http
                containerPort: 80
                transportProtocol: tcp
              readiness:
                check: http:
                  port: 80
                  path: /
                  scheme: https
                  headers[0]:
                    name: h
                    value: "v"
                initialDelay: 1
                terminationGracePeriod: 7
              mounts[0]:
                volume: data
                mountPath: /data
                isReadOnly: false
              requests:
                cpu: 0.5
              limits:
                memoryInMib: 512
            volumes[0]:
              name: data
              source: persistent:
                resource: "vol"
                access: ReadWriteOnce
              path: volumes.data
            volumes[1]:
              name: certs
              source: secret:
                name: "tls"
              path: volumes.certs
            volumes[2]:
              name: tmp
              source: ephemeral:
                inMemory: false
              path: volumes.tmp
            replicas: 2
            dapr:
              appID: web
            autoScaling: {"metrics":[]}
            autoScalingPath: autoScaling
            platformOptions: {"sku":"Standard"}
            """
        )
    }

    @Test func oneContainerOfTheTransitionIsNamedLikeItsResource() throws {
        try checkRead(
            """
            [{ "type": "Radius.Compute/containers", "name": "database", "properties": {
              "container": { "image": "postgres", "env": { "A": "b" } } } }]
            """,
            Container.read,
            """
            generation: current
            specs[0]:
              name: database
              path: container
              isInit: false
              image: "postgres"
              environment[0]:
                name: A
                source: value: "b"
            autoScalingPath: autoScaling
            platformOptions: {}
            """
        )
    }

    @Test func manualProvisioningNamesTheResources() throws {
        try checkRead(
            """
            [{ "type": "Applications.Core/containers", "name": "web", "properties": {
              "container": { "image": "nginx" }, "resourceProvisioning": "manual", "resources": [ { "id": "/a/b" } ] } }]
            """,
            Container.read,
            """
            generation: legacy
            specs[0]:
              name: web
              path: container
              isInit: false
              image: "nginx"
            autoScalingPath: autoScaling
            platformOptions: {}
            manualResources[0]: /a/b
            """
        )
    }

    @Test func aMountNeedsItsVolume() throws {
        try checkDiagnostics(
            """
            [{ "type": "Radius.Compute/containers", "name": "web", "properties": {
              "containers": { "web": { "image": "nginx",
                "volumeMounts": [ { "volumeName": "dta", "mountPath": "/data" } ] } },
              "volumes": { "data": { "emptyDir": {} } } } },
             { "type": "Radius.Compute/containers", "name": "none", "properties": { "containers": {} } }]
            """,
            """
            3:39 error RAD2015 no volume is named 'dta'; did you mean 'data'?
            5:87 error RAD2014 'none' has no container, expected at least one; \
            add one: containers: { web: { image: '<image>' } }
            """
        )
    }

    @Test func theShapeOfAContainerMustBeKnown() throws {
        try checkDiagnostics(
            """
            [{ "type": "Applications.Core/containers", "name": "web", "properties": { "container": {
              "image": "nginx", "ports": { "web": { "containerPort": "$unknown:db.port" } },
              "workingDir": "$secret:s" } } }]
            """,
            """
            3:17 error RAD2011 'container.workingDir' is a secret, expected a value that may be shown; \
            use a parameter without '@secure()' here
            2:58 error RAD2010 'container.ports.web.containerPort' is 'db.port', which is known only after apply, \
            expected a value that is known before; use a literal, a parameter or a variable here
            """
        )
    }

    @Test func aContainerIsReadAgainWhenItsPropertiesChange() throws {
        let text = """
            [{ "type": "Applications.Core/containers", "name": "web", "properties": { "application": "shop",
               "container": { "image": "nginx:1" } } }]
            """
        var resource = try #require(try definition(of: text).resources.last)
        let first = try #require(SharedContainer.read(from: resource).container)
        #expect(first.specs.first?.image == "nginx:1")
        #expect(first === SharedContainer.read(from: resource).container)
        resource.properties["container"] = ["image": "nginx:2"]
        #expect(SharedContainer.read(from: resource).container?.specs.first?.image == "nginx:2")
    }
}
