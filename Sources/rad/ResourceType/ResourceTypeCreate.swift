import AppModel
import ArgumentParser
import Diagnostics
import Documents
import Engine

/// Registers the resource types of a manifest.
struct ResourceTypeCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Register resource types from a manifest, or replace them.",
        discussion: """
            The manifest is YAML or JSON and names a namespace, types, and an OpenAPI schema for each API version; \
            docs/types.md describes it. Everything that is wrong with it is reported, and then nothing is registered.

            EXAMPLES
              Every type of a manifest:
                rad resource-type create -f types.yaml

              One of them, with a picture of it:
                rad resource-type create postgreSQL -f types.yaml --icon postgreSQL.svg
            """
    )

    @Argument(help: "The type to register, without its namespace (default: every type of the manifest).")
    var name: String?
    @Option(
        name: [.customShort("f"), .customLong("from-file")],
        help: ArgumentHelp("The manifest: YAML, or JSON if its name ends in .json.", valueName: "file")
    )
    var file: String
    @Option(help: ArgumentHelp("A picture of the type: an SVG of at most 32 KiB.", valueName: "svg"))
    var icon: String?
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let session = try Session(scope)
        let source = try SourceFile.read(file)
        let (manifest, diagnostics) = TypeManifest.read(source)
        guard let manifest, !diagnostics.hasErrors else { throw Failure(diagnostics) }
        let entries = try entries(of: manifest, in: source)
        let icon = try icon(for: entries)
        let builtin = entries.filter { !$0.schema.type.isReplaceable }
        guard builtin.isEmpty else { throw Failure(builtin.map { .builtinType($0.schema.type, at: $0.nameSpan) }) }
        Terminal.standardError.write(diagnostics)
        try await register(entries, icon: icon, in: session)
        output.format.print(
            table: entries.map { "\($0.schema.type) created\n" }.joined(),
            json: .array(entries.map { $0.schema.document(icon: icon) })
        )
    }

    /// Registers types one after another; if one cannot be, says which are.
    private func register(_ entries: [TypeManifest.Entry], icon: SVGIcon?, in session: Session) async throws {
        for (number, entry) in entries.enumerated() {
            let record = ResourceTypeRecord(
                type: entry.schema.type,
                definition: entry.definition,
                icon: icon?.text,
                updated: .now()
            )
            do {
                try await session.store.save(record)
            } catch {
                if number > 0 { Terminal.standardError.write([.registeredInPart(entries[..<number])]) }
                throw error
            }
        }
    }

    private func entries(of manifest: TypeManifest, in source: SourceFile) throws -> [TypeManifest.Entry] {
        guard let name else { return manifest.entries }
        let wanted = name.split(separator: "/").last.map(String.init) ?? name
        let found = manifest.entries.filter { $0.schema.type.name.lowercased() == wanted.lowercased() }
        guard !found.isEmpty else {
            let names = manifest.entries.map(\.schema.type.name)
            throw Failure(.typeNotInManifest(wanted, among: names, at: Span(source, 0..<0)))
        }
        return found
    }

    private func icon(for entries: [TypeManifest.Entry]) throws -> SVGIcon? {
        guard let icon else { return nil }
        guard entries.count == 1 else { throw Failure(.iconForSeveralTypes(entries.map(\.schema.type.name))) }
        let (read, diagnostics) = SVGIcon.read(try SourceFile.read(icon))
        guard let read, !diagnostics.hasErrors else { throw Failure(diagnostics) }
        return read
    }
}

extension ResourceType {
    /// Whether a user may give the type another schema: rad itself must not depend on the one that it has.
    var isReplaceable: Bool {
        let namespace = namespace.lowercased()
        guard !namespace.hasPrefix("applications."), namespace != "radius.core" else { return false }
        guard let builtin = ResourceTypeCatalog.builtin[self] else { return true }
        switch builtin.provision {
        case .target: return false
        case .recipe, .author, .none: return true
        }
    }
}

extension Diagnostic {
    fileprivate static func typeNotInManifest(_ name: String, among names: [String], at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7101",
            "resource type \"\(name)\" not found in the manifest",
            at: span,
            help: suggestion(for: name, among: names).map { "did you mean '\($0)'?" }
                ?? "the manifest has: \(names.joined(separator: ", "))"
        )
    }

    fileprivate static func iconForSeveralTypes(_ names: [String]) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7102",
            "the --icon flag can only be used with a single resource type, and the manifest has \(names.count)",
            at: nil,
            help: "name one: \(names.joined(separator: ", "))"
        )
    }

    fileprivate static func registeredInPart(_ entries: some Collection<TypeManifest.Entry>) -> Diagnostic {
        let names = entries.map(\.schema.type.description).joined(separator: ", ")
        return Diagnostic(
            .warning,
            "RAD7106",
            "of the manifest's types, only \(names) \(entries.count == 1 ? "is" : "are") registered",
            at: nil,
            help: "mend what is wrong and run the command again: registering a type again replaces it"
        )
    }

    static func builtinType(_ type: ResourceType, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7103",
            "'\(type)' is built into rad, and cannot be replaced or removed",
            at: span,
            help: "use it as it is; 'rad resource-type show \(type)' lists its properties"
        )
    }
}
