public import Documents
public import Engine
import Glibc
import Synchronization

/// Keeps output resources as files below a folder, one file each: nothing to install, no login.
///
/// Every file is put in place whole or not at all. Below the folder no symbolic link is followed.
/// The target of one application in one environment, or of an environment's own objects.
public final class DirectoryTarget: Target {
    /// The folder that the user chose, `.rad/out`.
    public let folder: String
    private let layout: DirectoryLayout
    private let key: FingerprintKey
    private let open = Mutex(OpenFolders())

    /// Opened folders by their paths below the target's folder, and the objects that came to each file.
    private struct OpenFolders {
        var folders: [String: Folder] = [:]
        var claims: [String: OutputResourceID] = [:]
    }

    /// Uses a folder; it is made when something is first written.
    ///
    /// - Parameters:
    ///   - folder: The path of the folder.
    ///   - environment: The name of the environment.
    ///   - application: The name of the application; `nil` for the environment's own objects.
    ///   - key: The key of the state's fingerprints, for files that hold secrets.
    public init(folder: String, environment: String, application: String?, key: FingerprintKey) {
        self.folder = folder
        layout = DirectoryLayout(environment: environment, application: application)
        self.key = key
    }

    /// How states remember the place: `directory:.rad/out`.
    public static func place(ofFolder folder: String) -> String { "directory:\(folder)" }

    /// The folder of a remembered place; `nil` if it is no folder.
    public static func folder(ofPlace place: String) -> String? {
        place.hasPrefix("directory:") ? String(place.dropFirst("directory:".count)) : nil
    }

    public var width: Int { 4 }

    /// A file takes less time than handing its object to another thread.
    public var grain: Int { 16 }

    public func prepare(for plan: Plan, from state: DeploymentState) throws { try prepare() }

    /// Makes the folder, and finds out whether it can be written to.
    public func prepare() throws {
        do throws(FileError) {
            guard try Folder.create(folder, .shared).isWritable else { throw FileError("write to", folder) }
        } catch {
            throw ApplyError.file(error)
        }
    }

    public func observe(_ candidates: [RecordedOutput]) throws -> [OutputResourceID: Observation] {
        var found: [OutputResourceID: Observation] = [:]
        var absent: Set<String> = []
        do throws(FileError) {
            guard try Folder.open(folder) != nil else { return [:] }
            found.reserveCapacity(candidates.count)
            for candidate in candidates {
                let file = layout.file(for: candidate)
                guard !absent.contains(file.folder) else { continue }
                guard let folder = try openFolder(file.folder) else {
                    absent.insert(file.folder)
                    continue
                }
                switch try folder.content(of: file.name) {
                case .absent: break
                case .noFile: found[candidate.id] = Observation(fingerprint: Self.noFileFingerprint)
                case .bytes(let bytes):
                    let print = fingerprint(of: bytes, like: candidate.appliedFingerprint)
                    found[candidate.id] = Observation(fingerprint: print)
                }
            }
        } catch {
            throw ApplyError.file(error)
        }
        return found
    }

    public func apply(_ output: OutputResource) throws -> AppliedOutput {
        let content = try DirectoryContent(of: output)
        let file = layout.file(for: output)
        let path = "\(folder)/\(file.path)"
        try claim(path, for: output)
        do throws(FileError) {
            let folder = try createFolder(file.folder)
            try folder.write(content.bytes, to: file.name, content.access, durably: false)
        } catch {
            throw ApplyError.file(error)
        }
        return AppliedOutput(
            value: output.directoryValue,
            location: path,
            fingerprint: content.isSecret ? key.fingerprint(of: content.bytes) : Fingerprint.text(of: content.bytes)
        )
    }

    public func read(_ output: OutputResource) throws -> Value { output.directoryValue }

    public func delete(_ output: RecordedOutput) throws -> Removal {
        let file = layout.file(for: output)
        do throws(FileError) {
            guard let folder = try openFolder(file.folder) else { return .removed }
            let expected = output.appliedFingerprint
            switch try folder.content(of: file.name) {
            case .absent: break
            case .noFile: return .left(.notMadeByRad("\(self.folder)/\(file.path)", output))
            case .bytes(let bytes):
                guard expected.isEmpty || expected == fingerprint(of: bytes, like: expected) else {
                    return .left(.notMadeByRad("\(self.folder)/\(file.path)", output))
                }
            }
            try folder.remove(file.name)
            try removeEmptyFolders(file.folder)
            return .removed
        } catch {
            throw ApplyError.file(error)
        }
    }

    /// Stands for whatever is in the place of a file and is none.
    private static let noFileFingerprint = "none"

    private func fingerprint(of bytes: [UInt8], like recorded: String) -> String {
        recorded.hasPrefix("sha256:") ? Fingerprint.text(of: bytes) : key.fingerprint(of: bytes)
    }

    /// Refuses a second object that comes to the same file.
    private func claim(_ path: String, for output: OutputResource) throws(ApplyError) {
        let other = open.withLock { open in
            let other = open.claims[path]
            if other == nil { open.claims[path] = output.id }
            return other
        }
        if let other, other != output.id { throw .sameFile(path, output, as: other) }
    }

    private func openFolder(_ path: String) throws(FileError) -> Folder? {
        if let folder = open.withLock({ $0.folders[path] }) { return folder }
        var folder = try Folder.open(folder)
        for name in path.split(separator: "/") { folder = try folder?.folder(String(name)) }
        if let folder { keep(folder, path) }
        return folder
    }

    private func createFolder(_ path: String) throws(FileError) -> Folder {
        if let folder = open.withLock({ $0.folders[path] }) { return folder }
        var attempts = 3
        while true {
            attempts -= 1
            do throws(FileError) {
                var folder = try Folder.create(folder, .shared)
                for name in path.split(separator: "/") { folder = try folder.createFolder(String(name), .shared) }
                keep(folder, path)
                return folder
            } catch {
                // Another deployment to the same folder may just have removed one that was empty.
                guard error.number == ENOENT, attempts > 0 else { throw error }
            }
        }
    }

    private func keep(_ folder: Folder, _ path: String) {
        open.withLock { open in
            if open.folders.count >= Self.mostOpenFolders { open.folders = [:] }
            open.folders[path] = folder
        }
    }

    private func removeEmptyFolders(_ path: String) throws(FileError) {
        var names = path.split(separator: "/")
        while let last = names.popLast() {
            let parent = names.joined(separator: "/")
            guard try openFolder(parent)?.removeEmptyFolder(String(last)) == true else { return }
            open.withLock { $0.folders[parent.isEmpty ? String(last) : "\(parent)/\(last)"] = nil }
        }
    }

    /// Well below the usual limit of 1,024 open files.
    private static let mostOpenFolders = 128
}

/// What stands under a name.
private enum FolderContent {
    case absent
    case bytes([UInt8])
    /// A folder, a symbolic link, a device.
    case noFile
}

extension Folder {
    fileprivate func content(of name: String) throws(FileError) -> FolderContent {
        do throws(FileError) {
            guard let bytes = try read(name) else { return .absent }
            return .bytes(bytes)
        } catch {
            guard error.number == ELOOP || error.number == EISDIR || error.number == ENXIO else { throw error }
            return .noFile
        }
    }
}
