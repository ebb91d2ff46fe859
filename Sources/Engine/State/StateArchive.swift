import AppModel
public import Diagnostics
import Documents

/// Everything that a store remembers, to be kept elsewhere.
public struct StateArchive: Sendable {
    /// The key of fingerprints and sealed values; `nil` if it was left out.
    public private(set) var key: StateKey?
    /// The groups that were created by themselves or hold anything.
    public private(set) var groups: [String] = []
    public private(set) var environments: [EnvironmentRecord] = []
    public private(set) var types: [ResourceTypeRecord] = []
    /// The journals, line for line, by their deployments.
    public private(set) var journals: [(identity: DeploymentIdentity, bytes: [UInt8])] = []
    /// What is kept of deployments to be made again.
    private var revisions: [DeploymentIdentity: [KeptRevision]] = [:]

    /// Reads a store to its end, and checks every journal.
    ///
    /// - Throws: `StateError` if anything of it is damaged.
    public init(of store: any StateStore) async throws {
        key = try await store.knownKey()
        groups = try await store.groups()
        types = try await store.resourceTypes()
        for group in groups {
            environments += try await store.environments(in: group)
            for identity in try await store.deployments(in: group) {
                guard let bytes = try await store.journal(of: identity) else { continue }
                journals.append((identity, bytes))
                revisions[identity] = try await store.revisions(of: identity)
            }
        }
    }

    /// Whether nothing is remembered.
    public var isEmpty: Bool { groups.isEmpty && types.isEmpty }

    /// Puts everything into a store, and reads it again to see that it is there.
    ///
    /// - Throws: `StateError` RAD6042 if a state is there already, RAD6043 if the store has another key, RAD6044 if
    ///   what is there then is something else.
    public func write(to store: any StateStore, for holder: LockHolder) async throws {
        if let key, try await store.key(orKeeping: key) != key { throw StateError.otherKey() }
        let present = Set(try await store.groups().map { $0.lowercased() })
        var missing: [(identity: DeploymentIdentity, bytes: [UInt8])] = []
        for (identity, bytes) in journals {
            let isKnown = present.contains(identity.group.lowercased())
            guard isKnown, let there = try await store.journal(of: identity) else {
                missing.append((identity, bytes))
                continue
            }
            // A copy that was cut off goes on.
            guard there == bytes else { throw StateError.presentAlready(identity) }
        }
        for group in groups { try await store.createGroup(group) }
        for type in types { try await store.save(type) }
        for environment in environments { try await store.save(environment) }
        for (identity, bytes) in missing {
            try await store.restore(bytes, revisions[identity] ?? [], of: identity, for: holder)
        }
        try await verify(in: store)
    }

    private func verify(in store: any StateStore) async throws {
        for (identity, bytes) in journals {
            let wanted = try FileJournal.contents(of: bytes, path: "the journal of \(identity)").fold.state
            guard try await store.state(of: identity) == wanted,
                try await store.revisions(of: identity) == revisions[identity] ?? []
            else { throw StateError.copyDiffers("\(identity)") }
        }
        for environment in environments {
            guard try await store.environment(environment.name, in: environment.id.group) == environment else {
                throw StateError.copyDiffers("environment '\(environment.name)'")
            }
        }
    }
}

// As a file of JSON.
extension StateArchive {
    /// The format that this rad writes.
    private static let currentVersion: Int64 = 1

    /// What becomes of the key in a file.
    public enum KeyChoice: Sendable {
        /// The file can be read only where the key is.
        case leftOut
        /// Whoever has the file can open what is sealed in it.
        case included
    }

    /// The archive as a file; secrets in it are sealed.
    ///
    /// - Throws: If a value cannot be sealed.
    public func file(_ choice: KeyChoice) throws -> [UInt8] {
        let key = key ?? StateKey()
        var members: ValueObject = ["rad-state": .integer(Self.currentVersion)]
        if case .included = choice { members["key"] = .string(key.bytes.hexadecimal) }
        members["groups"] = .array(groups.map { .string($0) })
        members["environments"] = .array(
            try environments.map {
                .string(String(decoding: try EnvironmentFile.bytes(of: $0, key: key), as: UTF8.self))
            }
        )
        members["types"] = .array(
            types.map { .string(String(decoding: ResourceTypeFile.bytes(of: $0), as: UTF8.self)) }
        )
        members["journals"] = .array(
            journals.map { journal in
                .array(
                    journal.bytes.split(separator: UInt8(ascii: "\n"))
                        .map { .string(String(decoding: $0, as: UTF8.self)) }
                )
            }
        )
        members["revisions"] = .array(
            journals.map { journal in
                .array(
                    (revisions[journal.identity] ?? []).map {
                        [.integer(Int64($0.number)), .string(String(decoding: $0.bytes, as: UTF8.self))]
                    }
                )
            }
        )
        return Array((Value.object(members).json(.pretty) + "\n").utf8)
    }

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - file: What `file` gave.
    ///   - key: The key of the store that it goes to, for a file without one.
    /// - Throws: `StateError` if the file is something else, damaged, of a later format, or of another key.
    public init(_ file: SourceFile, key: StateKey?) throws {
        let path = file.path
        guard let document = JSONReader.read(file).document, let version = try? document.integer("rad-state") else {
            throw StateError.unreadable(path, "it is no state that rad exported")
        }
        guard version <= Self.currentVersion else {
            throw StateError.newerFormat(path, found: version, known: Self.currentVersion)
        }
        self.key = try document.optionalText("key").map { try Array($0.utf8).key(path: path) } ?? key
        let texts = { (name: String) in (document[name]?.value.arrayValue ?? []).compactMap(\.stringValue) }
        groups = texts("groups")
        types = try texts("types").map { try ResourceTypeFile.record(from: Array($0.utf8), path: path) }
        environments = try texts("environments").map { text in
            guard let key = self.key else { throw StateError.otherKey() }
            return try EnvironmentFile.record(from: Array(text.utf8), path: path, key: key)
        }
        let kept = document["revisions"]?.value.arrayValue ?? []
        for (number, lines) in (document["journals"]?.value.arrayValue ?? []).enumerated() {
            let bytes = (lines.arrayValue ?? []).compactMap(\.stringValue).flatMap { Array("\($0)\n".utf8) }
            let identity = try FileJournal.contents(of: bytes, path: path).fold.identity
            journals.append((identity, bytes))
            guard kept.indices.contains(number) else { continue }
            revisions[identity] = (kept[number].arrayValue ?? []).compactMap { entry in
                guard let parts = entry.arrayValue, parts.count == 2, let number = parts[0].integerValue,
                    let text = parts[1].stringValue
                else { return nil }
                return KeptRevision(number: Int(number), bytes: Array(text.utf8))
            }
        }
    }
}
