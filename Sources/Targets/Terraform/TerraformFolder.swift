import Documents
import Engine
import Glibc

/// What is kept of one module of Terraform: its state and its root module, sealed, and for as long as Terraform works
/// the folder that it works in.
///
/// A state of Terraform holds secrets as they are. It stands in clear in the folder `work`, which only the user can
/// read, while Terraform runs; after that it is sealed with the key of rad's state. A run that was cut off leaves
/// `work` behind, and what is in there is newer than what is sealed.
struct TerraformFolder {
    /// The name of the state, which is that of the folder.
    let stateName: String
    private let root: Folder
    private let key: StateKey

    private static let sealedName = "state.sealed"
    private static let moduleName = "module.sealed"
    static let lockName = ".terraform.lock.hcl"
    static let plainName = "terraform.tfstate"
    private static let leftName = "errored.tfstate"
    private static let workName = "work"

    /// Opens the folder of a module; `nil` if nothing is kept of it.
    init?(existing name: String, in folder: String, key: StateKey) throws(FileError) {
        guard let root = try Folder.open(folder)?.folder(name) else { return nil }
        stateName = name
        self.root = root
        self.key = key
    }

    /// Opens the folder of a module, making it if need be.
    init(creating name: String, in folder: String, key: StateKey) throws(FileError) {
        stateName = name
        root = try Folder.create(folder, .personal).createFolder(name, .personal)
        self.key = key
    }

    var path: String { root.path }

    /// Where Terraform works, while it does.
    var workPath: String { "\(path)/\(Self.workName)" }

    /// The folder that Terraform works in, or was cut off in; `nil` if there is none.
    func openWork() throws(FileError) -> Folder? { try root.folder(Self.workName) }

    /// A fingerprint of the state that is kept; `nil` if there is none.
    func fingerprint() throws(FileError) -> String? {
        if try root.folder(Self.workName)?.read(Self.plainName) != nil { return "interrupted" }
        return try root.read(Self.sealedName).map { Fingerprint.text(of: $0) }
    }

    /// The state in clear; `nil` if there is none.
    func state() throws -> [UInt8]? {
        if let work = try root.folder(Self.workName) {
            for name in [Self.leftName, Self.plainName] {
                if let bytes = try work.read(name), !bytes.isEmpty { return bytes }
            }
        }
        return try unsealed(Self.sealedName)
    }

    /// The root module and its surroundings as they were last applied; `nil` if they never were.
    func settings() throws -> [UInt8]? { try unsealed(Self.moduleName) }

    /// The choice of providers that Terraform made before.
    func providerLock() throws(FileError) -> [UInt8]? { try root.read(Self.lockName) }

    private func unsealed(_ name: String) throws -> [UInt8]? {
        guard let sealed = try root.read(name) else { return nil }
        guard let bytes = key.open(String(decoding: sealed, as: UTF8.self)) else {
            throw ApplyError.terraformStateUnreadable(
                "\(path)/\(name)",
                cause: "it was sealed with another key, or changed"
            )
        }
        return bytes
    }

    /// The folder for Terraform to work in, with the newest state in it.
    ///
    /// - Parameters:
    ///   - settings: What Terraform is to be run with, kept for the day on which the module is removed.
    ///   - providerLock: The choice of providers that Terraform made before.
    /// - Returns: The folder.
    /// - Throws: `FileError`, or that the state cannot be opened.
    func beginWork(keeping settings: [UInt8], takingLock providerLock: [UInt8]?) throws -> Folder {
        let state = try state()
        let work = try root.createFolder(Self.workName, .personal)
        if let state { try work.write(state, to: Self.plainName, .personal, durably: true) }
        try work.remove(Self.leftName)
        if let lock = providerLock {
            try work.write(lock, to: Self.lockName, .personal, durably: false)
        }
        try seal(settings, to: Self.moduleName)
        return work
    }

    /// Seals what Terraform left, and removes the folder that it worked in.
    ///
    /// - Throws: If the state cannot be kept; then the folder stays.
    func endWork(_ work: Folder, of name: String, keepingState keepsState: Bool) throws {
        guard try work.read(Self.leftName) == nil else {
            throw ApplyError.terraformStateLeft("\(work.path)/\(Self.leftName)", of: name)
        }
        if keepsState, let state = try work.read(Self.plainName), !state.isEmpty {
            try seal(state, to: Self.sealedName)
        }
        if let lock = try work.read(Self.lockName) {
            try root.write(lock, to: Self.lockName, .personal, durably: false)
        }
        FolderTree.remove(work.path)
    }

    /// Forgets the module.
    func remove() { FolderTree.remove(path) }

    private func seal(_ bytes: [UInt8], to name: String) throws {
        try root.write(Array(key.seal(bytes).utf8), to: name, .personal, durably: true)
    }
}

/// A folder with all that is in it.
package enum FolderTree {
    /// Removes a folder, following no symbolic link; what cannot be removed stays.
    package static func remove(_ path: String) {
        var open = [(path: path, isVisited: false)]
        while let next = open.popLast() {
            if next.isVisited {
                rmdir(next.path)
                continue
            }
            guard let folder = opendir(next.path) else { continue }
            open.append((next.path, true))
            while let entry = readdir(folder) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                guard name != ".", name != ".." else { continue }
                let path = "\(next.path)/\(name)"
                var status = stat()
                guard lstat(path, &status) == 0 else { continue }
                if status.st_mode & S_IFMT == S_IFDIR { open.append((path, false)) } else { unlink(path) }
            }
            closedir(folder)
        }
    }
}
