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

/// Who uses a folder of this machine.
enum FolderUse {
    /// A process of this user that works in a folder and leads its session, as every Terraform of rad does.
    ///
    /// What Terraform started may outlive it, and writes to no state.
    static func process(in path: String) -> Int? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        let wanted = String(cString: real)
        return processes.first { getsid($0) == $0 && folder(of: $0) == wanted }.map(Int.init)
    }

    /// Whether a process works in a folder in which somebody has initialized Terraform for a state, such as one that
    /// somebody runs by hand.
    static func isInitialized(for state: String) -> Bool {
        processes.contains { process in
            guard let path = folder(of: process), let folder = try? Folder.open(path)?.folder(".terraform"),
                let note = try? folder.read("terraform.tfstate")
            else { return false }
            return String(decoding: note, as: UTF8.self).contains(state)
        }
    }

    /// The other processes of this machine.
    private static var processes: [pid_t] {
        guard let list = opendir("/proc") else { return [] }
        defer { closedir(list) }
        var found: [pid_t] = []
        while let entry = readdir(list) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if let number = pid_t(name), number != getpid() { found.append(number) }
        }
        return found
    }

    /// The folder that a process works in; `nil` for one of somebody else.
    private static func folder(of process: pid_t) -> String? {
        var path = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/\(process)/cwd", &path, path.count)
        return count > 0 ? String(decoding: path[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self) : nil
    }
}

extension TerraformClusterStates {
    private func leasePath(of name: String) -> String {
        "/apis/coordination.k8s.io/v1/namespaces/\(namespace)/leases/\(Self.leaseName(ofState: name))"
    }

    private static let lockNote = "app.terraform.io/lock-info"

    /// The lock of a state, as Terraform's backend keeps it; `nil` if nobody holds it.
    ///
    /// - Parameters:
    ///   - state: The name of the state.
    ///   - name: The name of the resource.
    /// - Returns: The lock.
    /// - Throws: `ApplyError` if the server refuses or does not answer.
    func lock(of state: String, for name: String) async throws -> TerraformLock? {
        guard let lease = try await lease(of: state), let holder = lease["spec"]?["holderIdentity"]?.stringValue,
            !holder.isEmpty
        else { return nil }
        let note = lease["metadata"]?["annotations"]?[Self.lockNote]?.stringValue ?? ""
        return TerraformLock(Array(note.utf8), ofState: state, for: name, at: path(of: state), id: holder)
    }

    /// Takes a lock away from whoever holds it, as `terraform force-unlock` does.
    ///
    /// - Returns: Whether it was that one that was taken away: `false` if somebody else has taken it meanwhile.
    /// - Throws: `ApplyError` if the server refuses or does not answer.
    func breakLock(_ lock: TerraformLock) async throws -> Bool {
        guard var lease = try await lease(of: lock.state)?.objectValue,
            lease["spec"]?["holderIdentity"]?.stringValue == lock.id
        else { return false }
        var spec = lease["spec"]?.objectValue ?? [:]
        spec["holderIdentity"] = nil
        lease["spec"] = .object(spec)
        var metadata = lease["metadata"]?.objectValue ?? [:]
        var notes = metadata["annotations"]?.objectValue ?? [:]
        notes[Self.lockNote] = nil
        metadata["annotations"] = .object(notes)
        lease["metadata"] = .object(metadata)
        var request = ClusterClient.Request("PUT", leasePath(of: lock.state))
        request.body = Array(Value.object(lease).json(.compact, disclosing: .revealed).utf8)
        do {
            _ = try await client.send(request)
            return true
        } catch let status as APIStatus where status.code == 409 || status.isNotFound {
            return false
        } catch let status as APIStatus {
            throw ApplyError.refused(status, "lift the lock of \(lock.place)")
        }
    }

    private func lease(of state: String) async throws -> Value? {
        do {
            return try await client.send(ClusterClient.Request(leasePath(of: state)))
        } catch let status as APIStatus where status.isNotFound {
            return nil
        } catch let status as APIStatus {
            throw ApplyError.refused(status, "read the lock of \(path(of: state))")
        }
    }
}
