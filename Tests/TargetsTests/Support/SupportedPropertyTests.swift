import AppModel
import Bicep
import Diagnostics
import Documents
import Engine
import Foundation
import Recipes
import Targets
import Testing

/// What docs/compatibility.md calls supported makes a difference: a sample without it, or with another value, comes to
/// other objects, another graph, or another word.
@Suite struct SupportedPropertyTests {
    @Test(arguments: SupportSamples.all)
    func aSampleIsDeployedWithoutAWord(sample: SupportSample) async throws {
        let complaints = try await Deployed(sample.value).complaints
        #expect(complaints == sample.complaints)
    }

    @Test func everySupportedPropertyMattersInASample() async throws {
        let page = try CompatibilityPage()
        var (seen, relevant): (Set<String>, Set<String>) = ([], [])
        for sample in SupportSamples.all {
            let whole = try await Deployed(sample.value).fingerprint
            for place in page.places(in: sample.value) where place.row.isSupported {
                seen.insert(place.row.id)
                for changed in place.changes(in: sample.value) where !relevant.contains(place.row.id) {
                    let fingerprint = try await Deployed(changed).fingerprint
                    if fingerprint != whole { relevant.insert(place.row.id) }
                }
            }
        }
        let missing = page.rows.filter { $0.isSupported && !seen.contains($0.id) }.map(\.id)
        #expect(Set(missing).subtracting(Self.testedElsewhere).sorted() == [], "no sample has them")
        #expect(seen.subtracting(relevant).subtracting(Self.testedElsewhere).sorted() == [], "nothing comes of them")
    }

    /// What no emission shows.
    private static let testedElsewhere: Set<String> = [
        // Nothing is deployed at all: SimulationTests.
        "Applications.Core/environments simulated", "Radius.Core/environments simulated",
        // How a registry is spoken to: RegistryTests.
        // What Terraform is run with: TerraformTests.
        "Applications.Core/environments recipeConfig", "Applications.Core/environments recipeConfig.env",
        "Applications.Core/environments recipeConfig.envSecrets",
        "Applications.Core/environments recipeConfig.envSecrets.*.key",
        "Applications.Core/environments recipeConfig.envSecrets.*.source",
        "Applications.Core/environments recipeConfig.terraform",
        "Applications.Core/environments recipeConfig.terraform.providers",
        // What it is let in with: TerraformAccessTests.
        "Applications.Core/environments recipeConfig.terraform.authentication",
        "Applications.Core/environments recipeConfig.terraform.authentication.git",
        "Applications.Core/environments recipeConfig.terraform.authentication.git.pat",
        "Applications.Core/environments recipeConfig.terraform.authentication.git.pat.*.secret",
        // And registries of recipes: RegistryAccountTests.
        "Applications.Core/environments recipeConfig.bicep",
        "Applications.Core/environments recipeConfig.bicep.authentication",
        "Radius.Core/environments bicepSettings",
        "Radius.Core/bicepSettings registryAuthentications",
        "Radius.Core/bicepSettings registryAuthentications.*.basicAuthSecretId",
        "Radius.Core/environments terraformSettings",
        "Radius.Core/terraformSettings env",
        "Radius.Core/terraformSettings terraformrc",
        "Radius.Core/terraformSettings terraformrc.credentials",
        "Radius.Core/terraformSettings terraformrc.credentials.*.secret",
        "Radius.Core/terraformSettings terraformrc.providerInstallation",
        "Radius.Core/terraformSettings terraformrc.providerInstallation.direct",
        "Radius.Core/terraformSettings terraformrc.providerInstallation.direct.exclude",
        "Radius.Core/terraformSettings terraformrc.providerInstallation.direct.include",
        "Radius.Core/terraformSettings terraformrc.providerInstallation.networkMirror",
        "Radius.Core/terraformSettings terraformrc.providerInstallation.networkMirror.exclude",
        "Radius.Core/terraformSettings terraformrc.providerInstallation.networkMirror.include",
        "Radius.Core/terraformSettings terraformrc.providerInstallation.networkMirror.url",
        // Which output of a module stands for which property: RecipeTests.
        "Radius.Core/recipePacks recipes.*.outputs",
        "Applications.Core/environments recipes.*.*.plainHttp", "Radius.Core/recipePacks recipes.*.plainHttp",
    ]
}

/// A property as the page lists it.
struct CompatibilityRow: Hashable {
    let type: String
    let path: String
    let kind: String
    let remark: String

    var id: String { "\(type) \(path)" }
    var isSupported: Bool { remark == "supported" && !kind.contains("read-only") }
    /// The values that the property may have, where they are listed.
    var choices: [String] { kind.matches(of: /`([^`]+)`/).map { String($0.output.1) } }
}

/// The table of docs/compatibility.md.
struct CompatibilityPage {
    private(set) var rows: [CompatibilityRow] = []
    private let byID: [String: CompatibilityRow]

    init() throws {
        let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("docs/compatibility.md")
        var type = ""
        for line in try String(contentsOf: url, encoding: .utf8).split(separator: "\n") {
            if let heading = line.firstMatch(of: /^### (\S+)/) { type = String(heading.output.1) }
            guard !type.isEmpty, let row = line.firstMatch(of: /^\| `(.+?)` \| (.*) \| (.*) \|$/) else { continue }
            let (_, path, kind, remark) = row.output
            rows.append(
                CompatibilityRow(type: type, path: String(path), kind: String(kind), remark: String(remark))
            )
        }
        byID = Dictionary(rows.map { ($0.id, $0) }) { first, _ in first }
    }

    /// The properties of the resources of a definition that the page lists.
    func places(in definition: Value) -> [SupportedPlace] {
        var places: [SupportedPlace] = []
        for (symbol, resource) in definition["resources"]?.objectValue ?? [:] {
            let type = resource["type"]?.stringValue?.split(separator: "@").first.map(String.init) ?? ""
            let steps: [ValuePath.Step] = ["resources", .member(symbol), "properties"]
            collect(resource["properties"] ?? [:], type, "", steps, into: &places)
        }
        return places
    }

    private func collect(
        _ value: Value,
        _ type: String,
        _ path: String,
        _ steps: [ValuePath.Step],
        into places: inout [SupportedPlace]
    ) {
        for (name, member) in value.objectValue ?? [:] {
            let prefix = path.isEmpty ? "" : path + "."
            let names = [prefix + name, prefix + "*"]
            guard let path = names.first(where: { byID["\(type) \($0)"] != nil || hasParts(type, $0) }) else {
                continue
            }
            if let row = byID["\(type) \(path)"] {
                places.append(SupportedPlace(row: row, steps: steps + [.member(name)]))
            }
            collect(member, type, path, steps + [.member(name)], into: &places)
        }
        for (index, element) in (value.arrayValue ?? []).enumerated() {
            collect(element, type, path + "[]", steps + [.element(index)], into: &places)
        }
    }

    private func hasParts(_ type: String, _ path: String) -> Bool {
        rows.contains { $0.type == type && $0.path.hasPrefix(path + ".") }
    }
}

/// A listed property of a resource in a definition.
struct SupportedPlace {
    let row: CompatibilityRow
    let steps: [ValuePath.Step]

    /// The definition with other values of the property, and without it unless it has to be there.
    func changes(in definition: Value) -> [Value] {
        guard let value = definition.part(at: ValuePath(steps)) else { return [] }
        let others = others(than: value).map { definition.replacing(steps[...], with: $0) }
        let isNeeded = row.kind.contains("required") && !others.isEmpty
        return isNeeded ? others : others + [definition.replacing(steps[...], with: nil)]
    }

    private func others(than value: Value) -> [Value] {
        switch value {
        case .bool(let flag): [.bool(!flag)]
        case .integer(let number): [.integer(number + 1)]
        case .number(let number): [.number(number + 1)]
        case .string(let text):
            row.choices.isEmpty
                ? [.string(text + "x")] : row.choices.filter { $0 != text }.map { .string($0) }
        case .null, .array, .object, .secret, .unknown: []
        }
    }
}

extension Value {
    /// The value with a part of it replaced, or removed.
    fileprivate func replacing(_ steps: ArraySlice<ValuePath.Step>, with part: Value?) -> Value {
        guard let step = steps.first else { return part ?? .null }
        let rest = steps.dropFirst()
        switch (step, self) {
        case (.member(let name), .object(var members)):
            members[name] = rest.isEmpty ? part : members[name]?.replacing(rest, with: part)
            return .object(members)
        case (.element(let index), .array(var elements)):
            elements[index] = elements[index].replacing(rest, with: part)
            return .array(elements)
        case _: return self
        }
    }
}

// MARK: - Deploying

/// What a definition in YAML, with an environment and applications, comes to.
private struct Deployed {
    let complaints: String
    /// Everything that would differ if the definition did.
    let fingerprint: String

    init(_ definition: Value) async throws {
        let file = SourceFile(path: "app.yaml", text: definition.json(.compact))
        let files = SupportFiles()
        let scope = DeploymentScope(group: "default", environment: nil)
        let packs = BuiltinRecipes.packs(group: "default")
        let read = DefinitionFrontend(.init(scope: scope, files: files, recipePacks: packs)).definition(of: file)
        var (said, made) = (read.diagnostics, "")
        for environment in read.environments {
            let emission = environment.supportEmitter.emit(environment)
            said += emission.diagnostics
            made += Self.text(of: emission)
        }
        for application in read.applications where !said.hasErrors {
            guard let environment = read.environments.first(where: { $0.id == application.environment }) else {
                made += "no environment \(application.environment)\n"
                continue
            }
            let (graph, found) = ApplicationGraph.build(
                application: application.id,
                from: read.resources,
                compute: environment.compute
            )
            said += found + application.diagnostics(in: environment)
            guard !said.hasErrors else { break }
            let library = await RecipeLibrary.load(for: graph, in: environment, files: files)
            let emitter = environment.supportEmitter
            let binder = Binder(
                environment: environment,
                application: application,
                library: library,
                computed: emitter
            )
            let (bound, troubles) = binder.bind(graph)
            said += library.diagnostics + troubles
            guard !said.hasErrors else { break }
            let emission = emitter.emit(bound)
            said += emission.diagnostics
            made += Self.text(of: emission) + graph.edges.map { "\($0)" }.joined(separator: "\n")
        }
        complaints = said.map { "\($0.severity) \($0.code) \($0.message)" }.joined(separator: "\n")
        fingerprint = made + complaints
    }

    private static func text(of emission: Engine.Emission) -> String {
        emission.outputs.map { "\($0.id) \($0.body.json(.compact, disclosing: .revealed))\n" }.joined()
    }
}

extension AppModel.Environment {
    fileprivate var supportEmitter: any Emitter {
        switch compute {
        case .kubernetes: KubernetesEmitter(endpoint: .address("20.1.2.3"))
        case .containerInstances: ContainerInstancesEmitter()
        }
    }
}

/// One recipe under several paths, which gives away all that it is told.
private struct SupportFiles: FileLoader {
    private static let recipe = """
        param context object
        param mark string = ''
        extension kubernetes with { kubeConfig: '', namespace: context.runtime.kubernetes.namespace }
        resource dump 'core/Secret@v1' = {
          metadata: { name: '${toLower(context.resource.name)}-${uniqueString(context.resource.id)}' }
          stringData: { all: string(context), mark: mark, path: 'PATH' }
        }
        output result object = {
          values: { host: 'h', port: 1, server: 's', database: 'd', queue: 'q', username: 'u' }
        }
        """

    func load(_ path: String, from referrer: String) throws(FileLoadError) -> LoadedFile {
        guard path.hasSuffix("dump.bicep") || path.hasSuffix("other.bicep") else {
            throw FileLoadError(reason: "there is no such file")
        }
        return LoadedFile(path: path, bytes: Array(Self.recipe.replacingOccurrences(of: "PATH", with: path).utf8))
    }

    func nearest(_ name: String, to referrer: String) -> LoadedFile? { nil }

    func artifact(_ reference: ArtifactReference, file: String) throws(FileLoadError) -> LoadedFile {
        throw FileLoadError(reason: "artifacts of registries cannot be read here")
    }
}
