import Diagnostics
import Documents
import Engine

/// What Terraform has noted of the modules that it fetched together with a recipe's.
///
/// A root module that finds it uses them, instead of fetching them once more each time it is run.
struct TerraformManifest {
    /// The folder in which Terraform fetched them.
    private let root: String
    private let entries: [Value]

    private static let mark = "/.terraform/modules/"

    /// Reads the notes about a module; `nil` if it was not fetched by rad.
    init?(ofModuleIn path: String) {
        guard let start = path.firstRange(of: Self.mark) else { return nil }
        root = String(path[..<start.lowerBound])
        guard let folder = try? Folder.open("\(root)/.terraform/modules"), let bytes = try? folder.read("modules.json")
        else { return nil }
        let (document, _) = JSONReader.read(SourceFile(path: TerraformModuleCache.listPath, bytes: bytes))
        entries = document?.value["Modules"]?.arrayValue ?? []
    }

    /// Writes what holds for a root module with one call.
    ///
    /// The called module itself is noted as well: of one that is not, Terraform forgets what it calls.
    ///
    /// - Parameters:
    ///   - rootModule: The root module.
    ///   - source: The source of the call.
    ///   - work: The folder of the root module.
    ///   - path: The real path of that folder.
    /// - Throws: `FileError` if it cannot be written.
    func write(calledIn rootModule: Value, from source: String, to work: Folder, at path: String) throws {
        guard let label = rootModule["module"]?.objectValue?.first(where: { _ in true })?.key else { return }
        let prefix = "\(TerraformModuleCache.callName)."
        let inner = entries.compactMap { entry -> Value? in
            guard var members = entry.objectValue, let key = members["Key"]?.stringValue, key.hasPrefix(prefix),
                let folder = members["Dir"]?.stringValue
            else { return nil }
            members["Key"] = .string("\(label).\(key.dropFirst(prefix.count))")
            members["Dir"] = .string(FilePath.relative("\(root)/\(folder)", to: path))
            return .object(members)
        }
        guard !inner.isEmpty else { return }
        let own: [Value] = [
            ["Key": "", "Source": "", "Dir": "."],
            ["Key": .string(label), "Source": .string(source), "Dir": .string(source)],
        ]
        let list: Value = ["Modules": .array(own + inner)]
        let folder = try work.createFolder(".terraform", .personal).createFolder("modules", .personal)
        try folder.write(Array(list.json(.compact).utf8), to: "modules.json", .personal, durably: false)
    }
}
