import AppModel
import Bicep
import Diagnostics
import Documents

/// Reads the arguments of `-p` in order; later ones win.
struct ParameterArguments {
    private(set) var parameters: [GivenParameter] = []
    private(set) var diagnostics: [Diagnostic] = []

    /// Reads arguments and the files that they name.
    init(_ arguments: [String], environment: [String: String], files: any FileLoader = NoFiles()) throws {
        for argument in arguments {
            try add(argument, environment: environment, files: files)
        }
    }

    private mutating func add(_ argument: String, environment: [String: String], files: any FileLoader) throws {
        if argument.hasPrefix("@") {
            try addParameterDocument(String(argument.dropFirst()))
        } else if let equals = argument.firstIndex(of: "=") {
            let name = String(argument[..<equals])
            let text = String(argument[argument.index(after: equals)...])
            guard !name.isEmpty else { throw Failure(.unreadableParameter(argument)) }
            guard text.hasPrefix("@") else { return set(name, .text(text)) }
            let document = try Self.json(String(text.dropFirst()))
            set(name, .value(document.value), at: document.span)
        } else if argument.hasSuffix(".bicepparam") {
            let file = try SourceFile.read(argument)
            let parameters = ParameterFile.read(
                file,
                files: files,
                environment: environment,
                missing: .areGivenElsewhere
            )
            guard !parameters.diagnostics.hasErrors else { throw Failure(parameters.diagnostics) }
            diagnostics += parameters.diagnostics
            for (name, value) in parameters.values { set(name, .value(value)) }
        } else {
            throw Failure(.unreadableParameter(argument))
        }
    }

    /// An ARM parameter file: `{"parameters": {"name": {"value": …}}}`.
    private mutating func addParameterDocument(_ path: String) throws {
        let document = try Self.json(path)
        guard case .object(let members)? = document["parameters"]?.content else {
            throw Failure(.noParameterDocument(path, at: document.span))
        }
        for member in members {
            guard let value = member.value["value"] else {
                throw Failure(.noParameterValue(member.name, at: member.value.span))
            }
            set(member.name, .value(value.value), at: member.nameSpan)
        }
    }

    private mutating func set(_ name: String, _ content: GivenParameter.Content, at span: Span? = nil) {
        parameters.append(GivenParameter(name, content, at: span))
    }

    private static func json(_ path: String) throws -> Document {
        let (document, diagnostics) = JSONReader.read(try SourceFile.read(path))
        guard let document, !diagnostics.hasErrors else { throw Failure(diagnostics) }
        return document
    }
}

extension Diagnostic {
    fileprivate static func unreadableParameter(_ argument: String) -> Diagnostic {
        // Only what stands before the value is shown: the value may be a secret.
        let shown = argument.contains("=") ? "\(argument.prefix { $0 != "=" })=…" : argument
        return Diagnostic(
            .error,
            "RAD7020",
            "'-p \(shown)' is no parameter; expected NAME=VALUE, NAME=@FILE, @FILE or FILE.bicepparam",
            at: nil,
            help: "write for example '-p image=nginx:1.27'"
        )
    }

    fileprivate static func noParameterDocument(_ path: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7021",
            "'\(path)' has no 'parameters' object",
            at: span,
            help: "write '{ \"parameters\": { \"name\": { \"value\": 1 } } }'"
        )
    }

    fileprivate static func noParameterValue(_ name: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7022",
            "parameter '\(name)' has no 'value'",
            at: span,
            help: "write '\"\(name)\": { \"value\": … }'"
        )
    }
}
