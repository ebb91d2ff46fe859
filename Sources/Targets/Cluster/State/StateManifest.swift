import Documents
import Engine

/// State as objects of the API: a Secret for each object, a Lease for each lock.
enum StateManifest {
    static let secrets = APIResource(apiVersion: "v1", kind: "Secret", plural: "secrets", isNamespaced: true)
    static let leases = APIResource(
        apiVersion: "coordination.k8s.io/v1",
        kind: "Lease",
        plural: "leases",
        isNamespaced: true
    )

    private static let type = "radapp.io/state"
    private static let managerLabel = "app.kubernetes.io/managed-by"

    // MARK: - Secrets

    static func secret(_ object: StateObject) -> Value {
        [
            "apiVersion": "v1", "kind": "Secret", "type": .string(type),
            "metadata": metadata(object.name, object.labels, object.notes, object.version),
            "data": data(object.pieces),
        ]
    }

    /// What a merge patch says to add pieces and notes to a Secret of a version.
    static func addition(_ pieces: [String: [UInt8]], _ notes: [String: String], to version: String) -> Value {
        ["metadata": ["resourceVersion": .string(version), "annotations": texts(notes)], "data": data(pieces)]
    }

    /// Reads a Secret, or its metadata; `nil` if it is nothing of the kind.
    static func object(_ secret: Value) -> StateObject? {
        guard let metadata = secret["metadata"], let name = metadata["name"]?.stringValue else { return nil }
        var object = StateObject(
            name: name,
            labels: texts(metadata["labels"]),
            notes: texts(metadata["annotations"]),
            version: metadata["resourceVersion"]?.stringValue ?? ""
        )
        for (key, value) in secret["data"]?.objectValue ?? [:] {
            guard let bytes = value.revealed.stringValue.flatMap(Base64.decoded) else { return nil }
            object.pieces[key] = bytes
        }
        return object
    }

    private static func data(_ pieces: [String: [UInt8]]) -> Value {
        .object(ValueObject(pieces.sorted { $0.key < $1.key }.map { ($0.key, .string(Base64.encoded($0.value))) }))
    }

    // MARK: - Leases

    private static let commandNote = "radapp.io/lock-command"
    private static let hostNote = "radapp.io/lock-host"
    private static let numberNote = "radapp.io/lock-process"
    private static let processNote = "radapp.io/lock-process-identity"

    static func lease(_ lease: StateLease) -> Value {
        var notes = lease.notes
        notes[commandNote] = lease.holder.command
        notes[hostNote] = lease.holder.host
        notes[numberNote] = String(lease.holder.process)
        notes[processNote] = lease.process
        return [
            "apiVersion": "coordination.k8s.io/v1", "kind": "Lease",
            "metadata": metadata(lease.name, [:], notes, lease.version),
            "spec": [
                "holderIdentity": .string(lease.token),
                "leaseDurationSeconds": .integer(lease.seconds),
                "acquireTime": .string(microTime(lease.holder.since)),
                "renewTime": .string(microTime(lease.renewed)),
            ],
        ]
    }

    /// Reads a Lease; one that rad did not write is somebody's, until it ends.
    static func lease(_ value: Value) -> StateLease? {
        guard let metadata = value["metadata"], let name = metadata["name"]?.stringValue else { return nil }
        let spec = value["spec"]
        let notes = texts(metadata["annotations"])
        let renewed = spec?["renewTime"]?.stringValue.flatMap(Timestamp.init(rfc3339:)) ?? Timestamp(seconds: 0)
        return StateLease(
            name: name,
            token: spec?["holderIdentity"]?.stringValue ?? "",
            holder: LockHolder(
                process: notes[numberNote].flatMap(Int.init) ?? 0,
                host: notes[hostNote] ?? "",
                command: notes[commandNote] ?? "",
                since: spec?["acquireTime"]?.stringValue.flatMap(Timestamp.init(rfc3339:)) ?? renewed
            ),
            notes: notes,
            process: notes[processNote] ?? "",
            renewed: renewed,
            seconds: spec?["leaseDurationSeconds"]?.integerValue ?? 0,
            version: metadata["resourceVersion"]?.stringValue ?? ""
        )
    }

    private static func microTime(_ moment: Timestamp) -> String { "\(moment)".dropLast() + ".000000Z" }

    // MARK: - Metadata

    private static func metadata(
        _ name: String,
        _ labels: [String: String],
        _ notes: [String: String],
        _ version: String
    ) -> Value {
        var members: ValueObject = [
            "name": .string(name),
            "labels": texts(labels.merging([managerLabel: "rad"]) { given, _ in given }),
            "annotations": texts(notes),
        ]
        if !version.isEmpty { members["resourceVersion"] = .string(version) }
        return .object(members)
    }

    private static func texts(_ texts: [String: String]) -> Value {
        .object(ValueObject(texts.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
    }

    private static func texts(_ value: Value?) -> [String: String] {
        var texts: [String: String] = [:]
        for (key, value) in value?.objectValue ?? [:] { texts[key] = value.stringValue }
        return texts
    }
}

extension Timestamp {
    /// Reads a moment as API servers write it, `2026-01-31T08:15:00.123456Z`; parts of a second are left out.
    init?(rfc3339 text: String) {
        let numbers = text.split { !("0"..."9" ~= $0) }.prefix(6).compactMap { Int64($0) }
        guard text.hasSuffix("Z"), numbers.count == 6 else { return nil }
        let (year, month, day) = (numbers[0], numbers[1], numbers[2])
        // Counted in years that start in March, so that the leap day is the last of its year.
        let shifted = month > 2 ? year : year - 1
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        let days = shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
        self.init(seconds: ((days * 24 + numbers[3]) * 60 + numbers[4]) * 60 + numbers[5])
    }
}
