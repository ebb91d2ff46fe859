import AppModel
import Bicep
import Diagnostics
import Documents

/// The place of a deployment that is only thought of.
enum SnapshotContext {
    /// Reads a context file; without one, the deployment is nowhere in particular.
    static func read(_ path: String?) throws -> EvaluationContext {
        var context = EvaluationContext()
        context.environment = .process
        context.authoredProperties = .unknown
        context.moduleConstraints = .reported
        context.includesVariables = true
        guard let path else { return context }
        let (document, diagnostics) = JSONReader.read(try SourceFile.read(path))
        guard let document, !diagnostics.hasErrors else { throw Failure(diagnostics) }
        guard case .object(let members) = document.content else { throw Failure(.noContext(at: document.span)) }
        for member in members {
            guard case .string(let text) = member.value.content else {
                throw Failure(.contextShape(member.name, at: member.value.span))
            }
            guard context.take(member.name, text) else {
                throw Failure(.unknownContext(member.name, at: member.nameSpan))
            }
        }
        return context
    }

    /// The members that a context may have.
    static let members = [
        "subscriptionId", "subscriptionName", "resourceGroup", "tenantId", "location", "managementGroup",
        "deployment", "objectId", "principal", "utcNow", "newGuid",
    ]
}

extension EvaluationContext {
    /// Takes over one member of a context; `false` if there is none of that name.
    fileprivate mutating func take(_ name: String, _ text: String) -> Bool {
        switch name {
        case "subscriptionId": azure.subscriptionID = text
        case "subscriptionName": azure.subscriptionName = text
        case "resourceGroup": azure.resourceGroup = text
        case "tenantId": azure.tenantID = text
        case "location": azure.location = text
        case "managementGroup": azure.managementGroup = text
        case "deployment": azure.deploymentName = text
        case "objectId": azure.deployerID = text
        case "principal": azure.deployerName = text
        case "utcNow": now = text
        case "newGuid": newGuid = { _ in text }
        case _: return false
        }
        return true
    }
}

/// An ARM parameters file: `{"parameters": {"name": {"value": …}}}`.
enum ParameterDocument {
    /// The values that a file gives, by their names.
    static func values(of path: String) throws -> ValueObject {
        let arguments = try ParameterArguments(["@\(path)"], environment: [:])
        var values: ValueObject = [:]
        for parameter in arguments.parameters {
            if case .value(let value) = parameter.content { values[parameter.name] = value }
        }
        return values
    }
}

extension Diagnostic {
    fileprivate static func noContext(at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7040",
            "a context is an object",
            at: span,
            help: "write for example '{ \"resourceGroup\": \"shop\" }'"
        )
    }

    fileprivate static func contextShape(_ name: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7041",
            "'\(name)' of a context must be a text",
            at: span,
            help: "write '\"\(name)\": \"…\"'"
        )
    }

    fileprivate static func unknownContext(_ name: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7042",
            "a context has no '\(name)'; expected \(SnapshotContext.members.joined(separator: ", "))",
            at: span,
            help: suggestion(for: name, among: SnapshotContext.members).map { "did you mean '\($0)'?" }
                ?? "remove the member"
        )
    }
}
