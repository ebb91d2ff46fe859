import AppModel
import Documents
import Engine
import Recipes
import Targets
import TestSupport
import Testing

/// Properties of whatever is emitted, over applications that a generator makes up.
@Suite struct SecrecyTests {
    @Test(arguments: UInt64(1)...40)
    func noSecretIsOutsideOfASecret(seed: UInt64) {
        let emission = Self.application(seed: seed).emission
        #expect(emission.codes == [])
        for output in emission.outputs where output.type != "core/Secret" {
            #expect(!output.body.json(disclosing: .revealed).contains("hidden"), "\(output.id)")
        }
        #expect(emission.outputs.contains { $0.body.json(disclosing: .revealed).contains("hidden") })
    }

    @Test(arguments: UInt64(1)...10)
    func equalInputsGiveEqualObjects(seed: UInt64) {
        let first = Self.application(seed: seed).emission
        let second = Self.application(seed: seed).emission
        #expect(first.manifests == second.manifests)
        #expect(first.outputs.map(\.dependencies) == second.outputs.map(\.dependencies))
    }

    @Test(arguments: UInt64(1)...10)
    func everyObjectComesAfterWhatItWaitsFor(seed: UInt64) {
        var seen: Set<OutputResourceID> = []
        for output in Self.application(seed: seed).emission.outputs {
            #expect(output.dependencies.allSatisfy { seen.contains($0) }, "\(output.id)")
            #expect(seen.insert(output.id).inserted)
        }
    }

    /// Containers of both generations with secrets wherever they are allowed, each using some before it.
    private static func application(seed: UInt64) -> KubernetesFixture {
        var generator = SeededGenerator(seed: seed)
        var fixture = KubernetesFixture.legacy(environment: KubernetesMetadata(labels: ["b": "1", "a": "2", "c": "3"]))
        var ids: [ResourceID] = []
        for index in 0..<8 {
            let connections = ids.shuffled(using: &generator).prefix(Int.random(in: 0...3, using: &generator)).map {
                connection(
                    $0.name,
                    to: $0,
                    ["CONNECTION_\($0.name)_HOST": "h", "CONNECTION_\($0.name)_KEY": .secret("hidden")]
                )
            }
            let variables = (0..<Int.random(in: 0...4, using: &generator)).map { number in
                EnvironmentVariable(
                    name: "V\(number)",
                    source: .value(Bool.random(using: &generator) ? "shown" : .secret("hidden"))
                )
            }
            let secret = EnvironmentVariable(name: "S", source: .value(.secret("hidden")))
            let name = "c\(index)"
            if Bool.random(using: &generator) {
                ids.append(
                    fixture.addLegacy(name, connections: connections) { container, spec in
                        spec.environment = variables + [secret]
                        container.kubernetesPod = [
                            "containers": [["name": "x", "env": [["name": "P", "value": .secret("hidden")]]]]
                        ]
                    }
                )
            } else {
                var spec = ContainerSpec(name: "main", path: [], image: "i")
                spec.environment = variables + [secret]
                ids.append(fixture.addCurrent(name, [spec], connections: connections))
            }
        }
        return fixture
    }
}
