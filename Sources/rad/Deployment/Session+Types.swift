import AppModel
import Diagnostics
import Documents
import Engine
import Targets

extension Session {
    /// The resource types that definitions may use: those of Radius, and those that were registered.
    ///
    /// - Throws: `Failure` if what is remembered of a type is no definition of one.
    func types() async throws -> ResourceTypeCatalog { try await ResourceTypeCatalog(in: store) }
}

extension ResourceTypeCatalog {
    /// The types of Radius, and those that were registered in a store.
    fileprivate init(in store: any StateStore) async throws {
        self = .builtin
        for record in try await store.resourceTypes() { add(try record.schema()) }
    }

    /// The types that definitions may use in the default workspace, for commands that deploy nothing.
    static func ofDefaultWorkspace() async throws -> ResourceTypeCatalog {
        let workspace = try Configuration.read(from: nil).workspace(named: nil)
        switch workspace.connection {
        case .directory(let path): return try await ResourceTypeCatalog(in: try Session.store(inFolder: path))
        case .kubernetes(let context):
            let client = try Session.client(of: Session.connection(to: context))
            let files = try Session.store(ofContext: client.context)
            return try await ResourceTypeCatalog(in: Session.store(of: workspace, files, client))
        }
    }
}

extension ResourceTypeRecord {
    /// The type as definitions are checked with it.
    ///
    /// - Throws: `Failure` if the record is no definition of a type.
    func schema() throws -> ResourceTypeSchema {
        let manifest = TypeManifest.document(namespace: type.namespace, type: type.name, definition: definition)
        let file = SourceFile(path: "\(type).json", text: manifest.json(.pretty))
        let (read, diagnostics) = TypeManifest.read(file)
        guard let entry = read?.entries.first, !diagnostics.hasErrors else { throw Failure(diagnostics) }
        return entry.schema
    }
}
