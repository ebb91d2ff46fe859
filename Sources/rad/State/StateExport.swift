import AppModel
import ArgumentParser
import Diagnostics
import Documents
import Engine

/// Writes everything that is remembered into one file.
struct StateExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write everything that rad remembers into one file.",
        discussion: """
            Every journal is checked on the way. Secrets in the file are sealed, and the key is not in it: it can be \
            imported only where the key is. '--with-key' puts the key into the file too, and whoever has such a file \
            can open the secrets. The file is readable by its owner only.

            EXAMPLES
              rad state export state.json
              rad state export state.json --with-key
            """
    )

    @Argument(help: ArgumentHelp("The file.", valueName: "file"))
    var file: String
    @Flag(help: "Put the key into the file, so that it can be imported where there is none.")
    var withKey = false
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let archive = try await StateArchive(of: Session(scope).store)
        try AtomicFile.write(try archive.file(withKey ? .included : .leftOut), to: file)
        output.format.print(
            table: "Exported \(archive.extent) to \(file)\n",
            json: archive.document
        )
    }
}

/// Puts what was exported where nothing is remembered yet.
struct StateImport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take over what 'rad state export' wrote.",
        discussion: """
            Every journal is checked before anything is written, and everything is read again after it. A deployment \
            that is remembered already is refused, unless it is the same. The key must be in the file, or be the one \
            of the workspace.

            EXAMPLES
              rad state import state.json
              rad state import state.json -w production
            """
    )

    @Argument(help: ArgumentHelp("The file.", valueName: "file"))
    var file: String
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let store = try Session(scope).store
        guard let source = try SourceFile.readIfPresent(file) else { throw Failure(.missingExport(file)) }
        let archive = try StateArchive(source, key: try await store.knownKey())
        try await archive.write(to: store, for: .thisProcess("rad state import"))
        output.format.print(table: "Imported \(archive.extent)\n", json: archive.document)
    }
}

extension StateArchive {
    /// How much it is: `2 deployments and 1 environment`.
    var extent: String {
        let deployments = journals.count == 1 ? "1 deployment" : "\(journals.count) deployments"
        return "\(deployments) and \(environments.count == 1 ? "1 environment" : "\(environments.count) environments")"
    }

    /// What it holds, as JSON.
    var document: Value {
        [
            "deployments": .array(
                journals.map { journal in
                    [
                        "group": .string(journal.identity.group),
                        "environment": .string(journal.identity.environment),
                        "application": journal.identity.application.map { .string($0) } ?? .null,
                    ]
                }
            ),
            "environments": .array(environments.map { .string($0.id.description) }),
            "types": .array(types.map { .string($0.type.description) }),
        ]
    }
}

extension Diagnostic {
    fileprivate static func missingExport(_ path: String) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7174",
            "there is no file '\(path)'",
            at: nil,
            help: "write one with 'rad state export \(path)' in the workspace whose state it is"
        )
    }
}
