import Diagnostics
import Documents

/// Who works on a deployment, as the others are told.
public struct LockHolder: Sendable, Equatable {
    public let process: Int
    public let host: String
    /// What the user typed: `rad deploy app.bicep`, without values of parameters.
    public let command: String
    public let since: Timestamp
    /// When the lock ends unless its holder renews it; `nil` if it ends with the process.
    public var expires: Timestamp?

    /// Describes the holder of a lock.
    public init(process: Int, host: String, command: String, since: Timestamp) {
        self.process = process
        self.host = host
        self.command = command
        self.since = since
    }
}

extension LockHolder {
    /// One that has not said yet who it is.
    static let unknown = LockHolder(process: 0, host: "", command: "", since: Timestamp(seconds: 0))

    /// The holder as a line of JSON, for those who find the lock taken; with what it has locked, if that is a deployment.
    func bytes(locking identity: DeploymentIdentity? = nil) -> [UInt8] {
        var json = CompactJSON()
        json.beginObject(count: 0)
        json.member("process", Int64(process))
        json.member("host", host)
        json.member("command", command)
        json.member("since", since.seconds)
        if let identity {
            json.member("group", identity.group)
            json.member("environment", identity.environment)
            json.member("application", identity.application)
        }
        json.endObject()
        return json.bytes + [UInt8(ascii: "\n")]
    }

    /// Reads what a holder has locked; `nil` if it did not say so, or has not written it to its end.
    static func identity(in bytes: [UInt8]) -> DeploymentIdentity? {
        guard let document = JSONReader.read(SourceFile(path: "lock", bytes: bytes)).document,
            let group = document.optionalText("group"), let environment = document.optionalText("environment")
        else { return nil }
        let application = document.optionalText("application")
        return DeploymentIdentity(group: group, environment: environment, application: application)
    }

    /// Reads a holder; `nil` if it has not been written to its end.
    init?(bytes: [UInt8]) {
        guard let document = JSONReader.read(SourceFile(path: "lock", bytes: bytes)).document,
            let process = try? document.integer("process"),
            let host = document.optionalText("host"),
            let command = document.optionalText("command"),
            let since = try? document.integer("since")
        else { return nil }
        self.init(process: Int(process), host: host, command: command, since: Timestamp(seconds: since))
    }
}
