import Engine
import Glibc

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
