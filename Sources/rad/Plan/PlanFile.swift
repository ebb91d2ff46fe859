import ArgumentParser
import Diagnostics
import Documents
import Engine

/// A plan in a file: what was typed, and what would happen.
struct PlanFile {
    /// What was typed after `rad plan`, without parameters.
    let arguments: [String]
    /// The parameters, sealed with the key of the state: they may hold secrets.
    let sealedParameters: String
    let plan: SavedPlan

    private static let format: Int64 = 1

    /// Remembers what was planned.
    init(_ options: DefinitionOptions, _ plans: [Plan], key: StateKey) throws {
        arguments = options.arguments
        let parameters: Value = .array(options.parameters.parameters.map { .string($0) })
        sealedParameters = try key.seal(Array(parameters.json(.compact).utf8))
        plan = SavedPlan(plans)
    }

    /// Writes the file, for its owner only.
    func write(to path: String) throws {
        let document: Value = [
            "planVersion": .integer(Self.format),
            "arguments": .array(arguments.map { .string($0) }),
            "parameters": .string(sealedParameters),
            "plans": plan.document,
        ]
        try AtomicFile.write(Array((document.json(.pretty) + "\n").utf8), to: path)
    }

    /// Reads a file; `nil` if it is a definition and no plan.
    ///
    /// - Throws: `Failure` if it is a plan that this rad does not understand.
    init?(_ path: String) throws {
        guard path.hasSuffix(".json"), let file = try SourceFile.readIfPresent(path) else { return nil }
        let (document, _) = JSONReader.read(file)
        guard let document, let version = document["planVersion"] else { return nil }
        guard version.value.integerValue == Self.format else { throw Failure(.planOfOtherFormat(at: version.span)) }
        let arguments = document["arguments"]?.value.arrayValue?.compactMap(\.stringValue)
        guard let arguments, !arguments.isEmpty, let sealed = document["parameters"]?.value.stringValue,
            let plan = SavedPlan(document["plans"])
        else { throw Failure(.malformedPlan(at: document.span)) }
        self.arguments = arguments
        sealedParameters = sealed
        self.plan = plan
    }

    /// The options as they were typed.
    ///
    /// - Throws: `Failure` if the parameters were sealed with the key of another state.
    func options(restoring restore: RestoreOptions) async throws -> DefinitionOptions {
        var options = try DefinitionOptions.parse(arguments)
        let key = try await Session(options.scope).store.knownKey()
        let text = key?.open(sealedParameters).map { SourceFile(path: "parameters", bytes: $0) }
        guard let text, let parameters = JSONReader.read(text).document?.value.arrayValue else {
            throw Failure(.planOfOtherState)
        }
        options.parameters.parameters = parameters.compactMap(\.stringValue)
        options.restore = restore
        return options
    }

    /// Makes sure that exactly what was planned would be done.
    ///
    /// - Throws: `Failure` that names what would be different.
    func check(_ plans: [Plan], at path: String) throws {
        let differences = plan.differences(from: plans)
        guard differences.isEmpty else { throw Failure(.stalePlanFile(path, differences)) }
    }
}

extension DefinitionOptions {
    /// What was typed, without parameters and without what only concerns fetching.
    fileprivate var arguments: [String] {
        var arguments = [file]
        let options = [
            ("-e", environment.environment), ("-a", application.application), ("--project", project.project),
            ("-w", scope.workspace), ("-g", scope.group), ("--config", scope.config),
            ("--output-dir", scope.outputDir),
        ]
        for case (let name, let value?) in options { arguments += [name, value] }
        return arguments
    }
}

extension Diagnostic {
    fileprivate static func stalePlanFile(_ path: String, _ differences: [String]) -> Diagnostic {
        let shown = differences.prefix(10).map { Note($0) }
        let more = differences.count > shown.count ? [Note("and \(differences.count - shown.count) more")] : []
        return Diagnostic(
            .error,
            "RAD7160",
            "'\(path)' is no longer what would be done",
            at: nil,
            notes: shown + more,
            help: "plan again with 'rad plan ... --out \(path)', and look at it before you deploy it"
        )
    }

    fileprivate static func planOfOtherFormat(at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7161",
            "the plan is of another format than this rad knows",
            at: span,
            help: "plan again with this rad"
        )
    }

    fileprivate static func malformedPlan(at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7162",
            "the plan is not made as 'rad plan --out' makes plans",
            at: span,
            help: "plan again; a plan is not to be edited"
        )
    }

    fileprivate static var planOfOtherState: Diagnostic {
        Diagnostic(
            .error,
            "RAD7163",
            "the plan was made with another state than this workspace has",
            at: nil,
            help: "deploy it where it was made, or plan again here"
        )
    }
}
