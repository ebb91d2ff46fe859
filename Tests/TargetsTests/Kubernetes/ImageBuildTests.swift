import AppModel
import Documents
import Engine
import Recipes
import Targets
import TestSupport
import Testing

/// Images are built by Jobs, under names that are known before.
@Suite struct ImageBuildTests {
    private static let source = "git::https://github.com/my-org/shop.git//web?ref=v1"

    private func application(
        _ properties: String,
        parameters: ValueObject = ["registry": "ghcr.io/my-org"]
    ) -> BicepApplication {
        var application = BicepApplication.current(
            """
            resource image 'Radius.Compute/containerImages@2025-08-01-preview' = {
              name: 'Web'
              properties: { environment: environment, application: app.id, \(properties) }
            }
            resource web 'Radius.Compute/containers@2025-08-01-preview' = {
              name: 'web'
              properties: {
                environment: environment
                application: app.id
                containers: { main: { image: image.properties.imageReference } }
              }
            }
            """
        )
        application.environment = Environment(
            id: application.environment.id,
            compute: application.environment.compute,
            recipeParameters: [.containerImages: parameters]
        )
        return application
    }

    private let image: ValuePath = ["spec", "template", "spec", "containers", 0, "image"]
    private let arguments: ValuePath = ["spec", "template", "spec", "containers", 0, "args"]

    private func job(_ emission: Emission) -> String {
        emission.names.first { $0.hasPrefix("batch/Job") } ?? "none"
    }

    @Test func anImageIsBuiltBeforeItsContainersRun() async throws {
        let emission = await application(
            """
            tag: 'v1.2.3'
                build: {
                  source: '\(Self.source)'
                  dockerfile: 'docker/Dockerfile'
                  platforms: ['linux/amd64']
                  args: { VERSION: '1 2', COMMIT: 'abc' }
                }
            """,
            parameters: ["registry": "docker.io/my-org", "registrySecretName": "hub"]
        ).emission()
        #expect(emission.complaints == "")
        try expectSnapshot(emission.manifests, "image-build.yaml")
        #expect(emission.part("apps/Deployment web", image) == #""docker.io/my-org/web:v1.2.3""#)
        #expect(emission.dependencies(of: "apps/Deployment web") == [job(emission)])
    }

    /// `printf 'source=…\\ndockerfile=Dockerfile\\nplatform=linux/amd64\\n…' | sha256sum`, as in the build script of Radius.
    @Test func aTagIsMadeOfWhatTheImageIsBuiltFrom() async {
        let emission = await application("build: { source: '\(Self.source)', args: { B: '2', A: '1' } }").emission()
        #expect(emission.complaints == "")
        #expect(emission.part("apps/Deployment web", image) == #""ghcr.io/my-org/web:sha256-f75b61da3f78fa8e""#)
    }

    @Test(arguments: [
        ("git::https://h/r.git", "https://h/r.git"), ("git::https://h/r.git?ref=main", "https://h/r.git#main"),
        ("git::https://h/r.git//a/b", "https://h/r.git#:a/b"),
        ("git::https://h/r.git//a?depth=1&ref=v1", "https://h/r.git#v1:a"),
    ])
    func aRepositoryIsNamedInTheWordsOfTheBuilder(source: String, context: String) async {
        let emission = await application("tag: 't', build: { source: '\(source)' }").emission()
        #expect(emission.part(job(emission), arguments).contains("\"context=\(context)\""))
    }

    @Test func anotherBuildIsAnotherJob() async {
        let build = "tag: 't', build: { source: '\(Self.source)' }"
        let first = job(await application(build).emission())
        #expect(first == job(await application(build).emission()))
        let changes: [(String, ValueObject)] = [
            (build.replacing("v1", with: "v2"), ["registry": "ghcr.io/my-org"]),
            (build.replacing("'t'", with: "'u'"), ["registry": "ghcr.io/my-org"]),
            (build, ["registry": "ghcr.io/my-org", "builderImage": "moby/buildkit:v0.12-rootless"]),
            (build, ["registry": "ghcr.io/my-org", "registrySecretName": "s"]),
        ]
        for (properties, parameters) in changes {
            #expect(job(await application(properties, parameters: parameters).emission()) != first)
        }
    }

    /// Kubernetes writes a variable's value for `$(NAME)` in arguments, and `$` for `$$`.
    @Test func noArgumentOfTheAuthorsIsExpanded() async {
        let emission = await application(
            "build: { source: 'git::https://h/$(REGISTRY_USERNAME)', args: { A: '$(REGISTRY_PASSWORD)', B: 'p$$w' } }",
            parameters: ["registry": "ghcr.io/my-org", "registrySecretName": "hub"]
        ).emission()
        #expect(emission.complaints == "")
        let written = emission.part(job(emission), arguments)
        #expect(written.contains(#""context=https://h/$$(REGISTRY_USERNAME)""#), "\(written)")
        #expect(written.contains(#""build-arg:A=$$(REGISTRY_PASSWORD)""#), "\(written)")
        #expect(written.contains(#""build-arg:B=p$$$$w""#), "\(written)")
    }

    /// Services and Deployments find their pods by the name of their resource alone.
    @Test func aContainerOfTheSameNameDoesNotFindThePodsOfABuild() async throws {
        var application = application("tag: 't', build: { source: '\(Self.source)' }")
        application.text = application.text.replacing("'Web'", with: "'web'")
            .replacing("imageReference }", with: "imageReference, ports: { http: { containerPort: 80 } } }")
        let emission = await application.emission()
        #expect(emission.complaints == "")
        let selector = emission.outputs.first { $0.type == "core/Service" }?.body["spec"]?["selector"]?.objectValue
        let template = emission.outputs.first { $0.type == "batch/Job" }?.body["spec"]?["template"]
        let labels = template?["metadata"]?["labels"]
        #expect(try !#require(selector).allSatisfy { labels?[$0.key] == $0.value })
    }

    /// Kubernetes refuses to change the pods of a Job.
    @Test func addedLabelsLeaveThePodsOfABuildAlone() async {
        var application = application("tag: 't', build: { source: '\(Self.source)' }")
        let before = await application.emission()
        application.environment = Environment(
            id: application.environment.id,
            compute: application.environment.compute,
            recipeParameters: application.environment.recipeParameters,
            metadata: KubernetesMetadata(labels: ["team": "a"], annotations: ["note": "b"])
        )
        let after = await application.emission()
        #expect(job(after) == job(before))
        #expect(after.part(job(after), ["metadata", "labels", "team"]) == #""a""#)
        #expect(after.part(job(after), ["spec"]) == before.part(job(before), ["spec"]))
    }

    @Test(arguments: [
        ("build: { source: './web' }", "9:", "RAD5038 the source of 'Web' is './web', expected a repository"),
        ("tag: '-v1', build: { source: 'git::https://h/r' }", "9:", "RAD5038 the tag of 'Web' is '-v1'"),
        (
            "build: { source: 'git::https://h/r', dockerfile: '../D' }", "9:",
            "RAD5038 the Dockerfile of 'Web' is '../D', expected a path inside the source"
        ),
        ("build: { source: 'git::https://h/r', platforms: [] }", "9:", "expected at least one"),
        (
            "build: { source: 'git::https://h/r', platforms: ['Linux'] }", "9:",
            "RAD5038 the platform of 'Web' is 'Linux'"
        ),
        (
            "build: { source: 'git::https://h/r', args: { 'A-B': '1' } }", "9:",
            "RAD5038 the argument of 'Web' is 'A-B', expected letters, digits and '_'"
        ),
    ])
    func aBuildThatCannotRunIsNamed(properties: String, line: String, expected: String) async {
        let emission = await application(properties).emission()
        #expect(emission.diagnostics.count == 1, "\(emission.complaints)")
        #expect(emission.complaints.hasPrefix(line) && emission.complaints.contains(expected), "\(emission.complaints)")
        #expect(job(emission) == "none")
    }

    @Test func aSecretArgumentIsAnError() async {
        var application = application("build: { source: 'git::https://h/r', args: { TOKEN: token } }")
        application.text += "\n@secure()\nparam token string = ''\n"
        #expect(await application.emission().codes == ["RAD2011"])
    }

    @Test(arguments: [
        ("", "RAD5037 nobody says which registry the image of 'Web' is pushed to"),
        ("https://ghcr.io", "RAD5038 the registry of 'Web' is 'https://ghcr.io'"),
        ("ghcr.io/My-Org", "RAD5038 the registry of 'Web' is 'ghcr.io/My-Org'"),
    ])
    func theEnvironmentSaysWhereImagesGo(registry: String, expected: String) async {
        let emission = await application(
            "build: { source: 'git::https://h/r' }",
            parameters: registry.isEmpty ? [:] : ["registry": .string(registry)]
        ).emission()
        #expect(emission.diagnostics.count == 1)
        #expect(emission.complaints.contains(expected), "\(emission.complaints)")
    }
}
