import Diagnostics
import Documents
public import Engine
import Glibc

/// Who may write to a state of Terraform now, as Terraform itself tells the others (version 1.0 and later).
public struct TerraformLock: Sendable, Equatable {
    /// The name of the resource that the module provides.
    public let name: String
    /// The name of the state.
    let state: String
    /// How messages name the place of the state.
    public let place: String
    /// What Terraform calls the lock; empty while it has not said.
    public let id: String
    /// `user@host`; empty while it has not said.
    public let who: String
    /// What it is doing: `apply`; empty while it has not said.
    public let operation: String
    /// `nil` while it has not said.
    public let since: Timestamp?
    /// The number of the process, if it is one of this machine with which the lock goes.
    public let process: Int?

    /// Reads what Terraform says of a lock; what it does not say is left empty.
    ///
    /// - Parameters:
    ///   - text: The lock in JSON.
    ///   - state: The name of the state.
    ///   - name: The name of the resource.
    ///   - place: How messages name the place of the state.
    ///   - id: The lock, where its text does not say.
    ///   - process: The process of this machine that works on the state.
    init(
        _ text: [UInt8],
        ofState state: String,
        for name: String,
        at place: String,
        id: String = "",
        process: Int? = nil
    ) {
        let value = JSONReader.read(SourceFile(path: place, bytes: text)).document?.value
        let operation = value?["Operation"]?.stringValue ?? ""
        let prefix = "OperationType"
        self.name = name
        self.state = state
        self.place = place
        self.id = value?["ID"]?.stringValue ?? id
        self.operation = (operation.hasPrefix(prefix) ? String(operation.dropFirst(prefix.count)) : operation)
            .lowercased()
        who = value?["Who"]?.stringValue ?? ""
        since = value?["Created"]?.stringValue.flatMap(Timestamp.init(rfc3339:))
        self.process = process
    }

    /// Who holds it, since when and for what.
    public var description: String {
        let holder = process.map { "process \($0)" } ?? (who.isEmpty ? "somebody" : "'\(who)'")
        let moment = since.map { " since \($0)" } ?? ""
        return "held by \(holder)\(moment)\(operation.isEmpty ? "" : " for 'terraform \(operation)'")"
    }

    /// Whether it is of this machine, by its name.
    var isOfThisMachine: Bool {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0, let place = who.lastIndex(of: "@") else { return false }
        let host = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return who[who.index(after: place)...].utf8.elementsEqual(host)
    }
}

extension TerraformLock: CustomStringConvertible {}

extension TerraformFolder {
    private static let lockInfoName = ".terraform.tfstate.lock.info"

    /// The lock of a process of this machine that works in the folder, such as a Terraform whose rad was killed.
    func lock(of name: String) throws -> TerraformLock? {
        guard let process = FolderUse.process(in: workPath) else { return nil }
        let text = try openWork()?.read(Self.lockInfoName) ?? []
        return TerraformLock(text, ofState: stateName, for: name, at: path, process: process)
    }

    /// Whether a lock elsewhere is that of a run of this machine that was cut off: it left its folder here before it
    /// took the lock, and no process of this machine works on the state any more.
    func isAbandoned(_ lock: TerraformLock) -> Bool {
        guard lock.isOfThisMachine, let since = lock.since, FolderUse.process(in: workPath) == nil,
            !FolderUse.isInitialized(for: lock.state)
        else { return false }
        var status = stat()
        guard stat("\(workPath)/\(TerraformInvocation.rootModuleName)", &status) == 0, status.st_uid == geteuid() else {
            return false
        }
        return Int64(status.st_mtim.tv_sec) <= since.seconds
    }
}
