import AppModel
import Documents
import Recipes
import Targets
import TestSupport
import Testing

@Suite struct WorkedExampleTests {
    @Test func aLegacyContainerWithRedis() throws {
        var fixture = KubernetesFixture.legacy()
        let redis = ResourceID(group: "default", type: .extenders, name: "db")
        let variables: KeyValuePairs<String, Value> = [
            "CONNECTION_REDIS_HOST": "redis-abc.default-demo.svc.cluster.local",
            "CONNECTION_REDIS_PORT": "6379",
            "CONNECTION_REDIS_CONNECTIONSTRING": .secret(
                "redis-abc.default-demo.svc.cluster.local:6379,abortConnect=False"
            ),
            "CONNECTION_REDIS_URL": .secret("redis://redis-abc.default-demo.svc.cluster.local:6379/0?"),
            "CONNECTION_REDIS_TLS": "false",
        ]
        fixture.addLegacy(
            "demo",
            image: "ghcr.io/radius-project/samples/demo:latest",
            connections: [connection("redis", to: redis, variables)]
        ) { _, spec in
            spec.ports = [ContainerPort(name: "web", containerPort: 3000)]
            var probe = Probe(check: .http(port: 3000, path: "/healthz", scheme: nil, headers: []))
            probe.initialDelay = 10
            spec.liveness = probe
        }
        let emission = fixture.emission
        #expect(emission.codes == [])
        try expectSnapshot(emission.manifests, "legacy-container.yaml")
    }

    @Test func aLegacyGateway() throws {
        var fixture = KubernetesFixture.legacy()
        fixture.endpoint = .address("20.1.2.3")
        var api = route("/api", "backend", 8080)
        api.replacePrefix = "/"
        api.requestTimeout = "30s"
        fixture.addGateway("gw", [route("/", "frontend", 3000), api])
        let emission = fixture.emission
        #expect(emission.codes == [])
        try expectSnapshot(emission.manifests, "legacy-gateway.yaml")
    }

    @Test func aCurrentContainerWithRedis() throws {
        var fixture = KubernetesFixture.current()
        let cache = ResourceID(
            group: "default",
            type: ResourceType(namespace: "Radius.Data", name: "redisCaches"),
            name: "cache"
        )
        var web = ContainerSpec(name: "web", path: ["containers", "web"], image: "registry/web:1")
        web.ports = [ContainerPort(name: "http", containerPort: 3000)]
        let variables: KeyValuePairs<String, Value> = [
            "CONNECTION_CACHE_ID": .string(cache.description), "CONNECTION_CACHE_NAME": "cache",
            "CONNECTION_CACHE_TYPE": "Radius.Data/redisCaches",
            "CONNECTION_CACHE_HOST": "cache.default.svc.cluster.local", "CONNECTION_CACHE_PORT": "6379",
            "CONNECTION_CACHE_SECRETS": #"{"name":"cache-9faf8bd5-secrets"}"#, "CONNECTION_CACHE_SIZE": "S",
        ]
        fixture.addCurrent("frontend", [web], connections: [connection("cache", to: cache, variables)])
        let emission = fixture.emission
        #expect(emission.codes == [])
        try expectSnapshot(emission.manifests, "current-container.yaml")
    }

    private func route(_ path: String, _ host: String, _ port: Int) -> Gateway.Route {
        Gateway.Route(path: path, destination: .url(scheme: "http", host: host, port: port), valuePath: ["routes"])
    }
}
