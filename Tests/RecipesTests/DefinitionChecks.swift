import AppModel
import Bicep
import Diagnostics
import Documents
import Foundation
import Recipes
import Testing

/// An application and its environment from their files to what is bound.
struct BoundDefinition {
    let graph: BoundGraph
    let diagnostics: [Diagnostic]

    /// Binds the application of a file in an environment.
    init(
        _ file: SourceFile,
        in environment: Environment,
        files: any FileLoader = NoFiles(),
        guids: GUIDSeed? = nil
    ) async throws {
        let frontend = BicepFrontend(.init(scope: .init(group: "default", environment: environment.id), files: files))
        let definition = frontend.definition(of: file)
        var found = definition.diagnostics
        let application = try #require(definition.applications.first, "\(rendered(found))")
        let built = ApplicationGraph.build(
            application: application.id,
            from: definition.resources,
            compute: environment.compute
        )
        found += built.diagnostics
        let library = await RecipeLibrary.load(for: built.graph, in: environment, files: files)
        found += library.diagnostics
        let binder = Binder(
            environment: environment,
            application: application,
            library: library,
            computed: SomeTarget(),
            guids: guids
        )
        let bound = binder.bind(built.graph)
        graph = bound.graph
        diagnostics = found + bound.diagnostics
    }

    /// The resources one after the other, with what they make, give and inject.
    var summary: String {
        graph.resources.map { resource in
            let text = RecipesTests.summary(of: resource)
            return "# \(resource.resource.name)\n" + (text.isEmpty ? "" : text + "\n")
        }
        .joined(separator: "\n")
    }
}

/// The files of this repository, as a program that reads them from its root would find them.
struct RepositoryFiles: FileLoader {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    func load(_ path: String, from referrer: String) throws(FileLoadError) -> LoadedFile {
        let folder = referrer.split(separator: "/").dropLast().joined(separator: "/")
        let url = Self.root.appendingPathComponent(folder).appendingPathComponent(path).standardizedFileURL
        guard let data = try? Data(contentsOf: url) else { throw FileLoadError(reason: "there is no such file") }
        let shown = url.path.dropFirst(Self.root.standardizedFileURL.path.count + 1)
        return LoadedFile(path: String(shown), bytes: [UInt8](data))
    }

    /// A file by its path from the root.
    static func file(_ path: String) throws -> SourceFile {
        let loaded = try RepositoryFiles().load(path, from: "")
        return SourceFile(path: loaded.path, bytes: loaded.bytes)
    }
}
