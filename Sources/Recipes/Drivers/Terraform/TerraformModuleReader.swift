internal import AppModel
internal import Bicep
internal import Diagnostics
internal import Documents

/// Reads what a module of Terraform in a folder declares, and takes the digest of all that makes it.
struct TerraformModuleReader {
    let files: any FileLoader
    /// The file that paths are relative to.
    let referrer: String
    private(set) var module = TerraformModule()
    /// The folder of the module, as its files are shown.
    private(set) var folder: String?
    private var digests: [(path: String, digest: String)] = []
    private var seen: Set<String> = []

    /// The most folders that a module and those that it calls may have.
    private static let mostFolders = 200

    /// A module that could not be read.
    enum Problem: Error {
        case unreadable(FileLoadError)
        /// There is no file of Terraform in the folder.
        case empty
        /// A file is not what Terraform reads.
        case malformed(HCLError, in: SourceFile)
        case invalidJSON([Diagnostic])
        case tooManyFolders(limit: Int)
    }

    init(files: any FileLoader, referrer: String) {
        self.files = files
        self.referrer = referrer
    }

    /// A digest of the module's text and of all local modules that it calls: `sha256:` and 64 digits.
    var digest: String {
        let lines = digests.sorted { $0.path < $1.path }.map { "\($0.digest)  \($0.path)\n" }
        return "sha256:\(hexSHA256(lines.joined()))"
    }

    /// Reads the module in a folder.
    mutating func read(_ path: String) throws(Problem) {
        var open = [(path: path, relative: "")]
        while let next = open.popLast() {
            let key = FilePath.normalized(next.relative.isEmpty ? "." : next.relative)
            guard seen.insert(key).inserted else { continue }
            guard seen.count <= Self.mostFolders else { throw .tooManyFolders(limit: Self.mostFolders) }
            let read = try readFolder(next.path, relative: next.relative)
            if next.relative.isEmpty { module = read }
            for call in read.calls where call.hasPrefix("./") || call.hasPrefix("../") {
                let relative = next.relative.isEmpty ? call : "\(next.relative)/\(call)"
                open.append((FilePath.normalized("\(next.path)/\(call)"), FilePath.normalized(relative)))
            }
        }
    }

    private mutating func readFolder(_ path: String, relative: String) throws(Problem) -> TerraformModule {
        var module = TerraformModule()
        let names = try names(in: path).filter { $0.hasSuffix(".tf") || $0.hasSuffix(".tf.json") }.sorted()
        for name in names {
            let loaded = try load("\(path)/\(name)")
            if folder == nil { folder = String(loaded.path.dropLast(name.utf8.count + 1)) }
            note(loaded.bytes, at: relative.isEmpty ? name : "\(relative)/\(name)")
            let file = SourceFile(path: loaded.path, bytes: loaded.bytes)
            if name.hasSuffix(".json") {
                let (document, diagnostics) = JSONReader.read(file)
                guard let document, !diagnostics.hasErrors else { throw .invalidJSON(diagnostics) }
                module.add(json: document.value)
            } else {
                do throws(HCLError) {
                    module.add(try HCLBody.read(loaded.bytes))
                } catch {
                    throw .malformed(error, in: file)
                }
            }
        }
        guard !names.isEmpty else { throw .empty }
        for file in module.readFiles {
            // Terraform says it if one is not there.
            guard let loaded = try? load("\(path)/\(file)") else { continue }
            note(loaded.bytes, at: relative.isEmpty ? file : "\(relative)/\(file)")
        }
        return module
    }

    private mutating func note(_ bytes: [UInt8], at path: String) { digests.append((path, hexSHA256(bytes))) }

    private func names(in path: String) throws(Problem) -> [String] {
        do throws(FileLoadError) {
            return try files.names(in: path, from: referrer)
        } catch {
            throw .unreadable(error)
        }
    }

    private func load(_ path: String) throws(Problem) -> LoadedFile {
        do throws(FileLoadError) {
            return try files.load(path, from: referrer)
        } catch {
            throw .unreadable(error)
        }
    }
}
