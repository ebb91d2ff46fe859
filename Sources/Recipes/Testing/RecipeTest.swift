public import AppModel
public import Diagnostics
internal import Documents

/// Examples that a recipe is tried on, and what it is expected to make of them: a YAML file beside the recipe.
public struct RecipeTest: Sendable {
    /// The file that was read.
    public let file: SourceFile
    /// How the recipe is registered, as far as the file says.
    public let registration: RecipeRegistration
    public let cases: [RecipeCase]

    /// What the name of such a file ends in.
    public static let suffixes = [".test.yaml", ".test.yml"]

    /// Reads a file; its recipe is a path that counts from its folder, or any other source.
    public static func read(_ file: SourceFile) -> (test: RecipeTest?, diagnostics: [Diagnostic]) {
        let (documents, found) = YAMLReader.read(file)
        guard !found.hasErrors, let document = documents.first else {
            return (nil, found.hasErrors ? found : found + [.emptyRecipeTest(file)])
        }
        var reader = RecipeTestReader(diagnostics: found)
        let test = reader.test(document, file: file)
        return (reader.diagnostics.hasErrors ? nil : test, reader.diagnostics)
    }
}

/// One example, and what is expected of it.
public struct RecipeCase: Sendable {
    public let name: String
    /// Where the name stands.
    public let span: Span
    /// The members of the case, with their places.
    let document: Document
    /// What is laid over the context that is made up.
    let context: ValueObject
    let parameters: [GivenParameter]
    let environment: Environment
    /// `nil` if the case expects nothing yet.
    let expectation: Document?
    let type: ResourceType
}

/// Takes a file of examples apart.
struct RecipeTestReader {
    var diagnostics: [Diagnostic]

    /// The whole file; `nil` if it is none.
    mutating func test(_ document: Document, file: SourceFile) -> RecipeTest? {
        let members = members(of: document, "the file", known: ["recipe", "kind", "resourceType", "cases"])
        guard let source = members["recipe"].flatMap({ text($0, "recipe") }) else {
            if members["recipe"] == nil { diagnostics.append(.missingInTest("recipe", at: document.span)) }
            return nil
        }
        let type = members["resourceType"].flatMap { resourceType($0) } ?? .extenders
        let kind = members["kind"].flatMap { choice($0, "kind", of: RecipeRegistration.Kind.self) } ?? .bicep
        guard let list = members["cases"] else {
            diagnostics.append(.missingInTest("cases", at: document.span))
            return nil
        }
        guard case .array(let elements) = list.content else {
            diagnostics.append(.wrongInTest("cases", expected: "a list", at: list.span))
            return nil
        }
        let registration = RecipeRegistration(
            type: type,
            name: "default",
            kind: kind,
            source: source,
            baseFolder: file.folder
        )
        let cases = elements.compactMap { self.case($0, type: type) }
        return RecipeTest(file: file, registration: registration, cases: cases)
    }

    private mutating func `case`(_ document: Document, type: ResourceType) -> RecipeCase? {
        let known = ["name", "context", "parameters", "environment", "expect"]
        let members = members(of: document, "a case", known: known)
        guard let named = members["name"], let name = text(named, "name") else {
            if members["name"] == nil { diagnostics.append(.missingInTest("name", at: document.span)) }
            return nil
        }
        let context = members["context"].flatMap { object($0, "context") } ?? [:]
        let given = members["parameters"].map { self.members(of: $0, "parameters", known: nil) } ?? [:]
        let parameters = given.keys.sorted().compactMap { name in
            given[name].map { GivenParameter(name, .value($0.value), at: $0.span) }
        }
        if let expectation = members["expect"] { check(expectation) }
        return RecipeCase(
            name: name,
            span: named.span,
            document: document,
            context: context,
            parameters: parameters,
            environment: environment(members["environment"], context: context),
            expectation: members["expect"],
            type: context["resource"]?["type"]?.stringValue.flatMap { ResourceType($0) } ?? type
        )
    }

    // MARK: The environment

    private mutating func environment(_ document: Document?, context: ValueObject) -> Environment {
        let known = ["name", "compute", "namespace", "location", "azure", "aws"]
        let members = document.map { self.members(of: $0, "the environment", known: known) } ?? [:]
        let name =
            members["name"].flatMap { text($0, "name") } ?? context["environment"]?["name"]?.stringValue ?? "dev"
        var providers = Environment.Providers()
        let azure = azure(members["azure"])
        providers.azureScope = azure.map { "/subscriptions/\($0.subscription)/resourceGroups/\($0.group)" }
        if let aws = members["aws"] {
            let parts = self.members(of: aws, "aws", known: ["account", "region"])
            let account = parts["account"].flatMap { text($0, "account") } ?? "123456789012"
            let region = parts["region"].flatMap { text($0, "region") } ?? "eu-west-1"
            providers.awsScope = "/planes/aws/aws/accounts/\(account)/regions/\(region)"
        }
        let compute: Environment.Compute
        switch members["compute"].flatMap({ choice($0, "compute", of: ComputeName.self) }) ?? .kubernetes {
        case .kubernetes:
            let namespace = members["namespace"].flatMap { text($0, "namespace") } ?? name
            compute = .kubernetes(.init(namespace: namespace, separatesApplications: true))
        case .aci:
            compute = .containerInstances(
                .init(
                    subscriptionID: azure?.subscription ?? Self.subscription,
                    resourceGroup: azure?.group ?? "rg",
                    location: members["location"].flatMap { text($0, "location") } ?? "westeurope"
                )
            )
        }
        return RecipeExample.environment(named: name, compute: compute, providers: providers)
    }

    private enum ComputeName: String, CaseIterable {
        case kubernetes
        case aci
    }

    private static let subscription = "00000000-0000-0000-0000-000000000000"

    private mutating func azure(_ document: Document?) -> (subscription: String, group: String)? {
        guard let document else { return nil }
        let parts = members(of: document, "azure", known: ["subscriptionId", "resourceGroup"])
        let subscription = parts["subscriptionId"].flatMap { text($0, "subscriptionId") } ?? Self.subscription
        return (subscription, parts["resourceGroup"].flatMap { text($0, "resourceGroup") } ?? "rg")
    }

    // MARK: What is expected

    private mutating func check(_ expectation: Document) {
        let members = members(of: expectation, "expect", known: ["resources", "values", "secrets", "error"])
        for name in ["values", "secrets"] {
            if let document = members[name] { _ = object(document, name) }
        }
        if let error = members["error"] { _ = text(error, "error") }
        guard let resources = members["resources"] else { return }
        guard case .array(let elements) = resources.content else {
            diagnostics.append(.wrongInTest("resources", expected: "a list", at: resources.span))
            return
        }
        for element in elements {
            let parts = self.members(of: element, "a resource", known: ["kind", "name", "namespace", "body"])
            for name in ["kind", "name"] where parts[name] == nil {
                diagnostics.append(.missingInTest(name, at: element.span))
            }
            if let body = parts["body"] { _ = object(body, "body") }
        }
    }

    // MARK: Members

    private mutating func members(of document: Document, _ owner: String, known: [String]?) -> [String: Document] {
        guard case .object(let members) = document.content else {
            diagnostics.append(.wrongInTest(owner, expected: "an object", at: document.span))
            return [:]
        }
        for member in members where known?.contains(member.name) == false {
            diagnostics.append(.unknownInTest(member.name, in: owner, known: known ?? [], at: member.nameSpan))
        }
        return Dictionary(members.map { ($0.name, $0.value) }) { first, _ in first }
    }

    private mutating func object(_ document: Document, _ name: String) -> ValueObject? {
        if let object = document.value.objectValue { return object }
        diagnostics.append(.wrongInTest(name, expected: "an object", at: document.span))
        return nil
    }

    private mutating func text(_ document: Document, _ name: String) -> String? {
        if let text = document.value.stringValue, !text.isEmpty { return text }
        diagnostics.append(.wrongInTest(name, expected: "a text", at: document.span))
        return nil
    }

    private mutating func resourceType(_ document: Document) -> ResourceType? {
        if let type = document.value.stringValue.flatMap({ ResourceType($0) }) { return type }
        diagnostics.append(.wrongInTest("resourceType", expected: "NAMESPACE/NAME", at: document.span))
        return nil
    }

    private mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ document: Document,
        _ name: String,
        of type: Choice.Type
    ) -> Choice? {
        if let choice = document.value.stringValue.flatMap({ Choice(rawValue: $0) }) { return choice }
        let list = Choice.allCases.map { "'\($0.rawValue)'" }.joined(separator: " or ")
        diagnostics.append(.wrongInTest(name, expected: list, at: document.span))
        return nil
    }
}

extension SourceFile {
    /// The folder of the file, as registrations count from it.
    fileprivate var folder: String {
        guard let slash = path.lastIndex(of: "/") else { return "" }
        return String(path[...slash])
    }
}
