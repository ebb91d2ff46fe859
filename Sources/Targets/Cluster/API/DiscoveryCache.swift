import Diagnostics
import Documents
import Engine

/// The kinds of a server in a file of this machine.
///
/// Nothing depends on it: a file that cannot be read or written is as good as none.
struct DiscoveryCache: Sendable {
    private let folder: String
    private let name: String
    /// Tells the time in seconds since 1970.
    private let now: @Sendable () -> Int64

    /// How long a file is believed.
    private static let secondsOfLife: Int64 = 600

    init(folder: String, server: String, now: @escaping @Sendable () -> Int64 = { Timestamp.now().seconds }) {
        self.folder = "\(folder)/kubernetes"
        name = "\(FileName.encoding(server)).json"
        self.now = now
    }

    /// The kinds; `nil` if there is no file, or it is old.
    func read() -> [APIResource]? {
        guard let bytes = try? Folder.open(folder)?.read(name),
            let content = JSONReader.read(SourceFile(path: name, bytes: bytes)).document?.value,
            let written = content["written"]?.integerValue, 0..<Self.secondsOfLife ~= now() - written
        else { return nil }
        return (content["resources"]?.arrayValue ?? []).compactMap { entry in
            guard let apiVersion = entry["apiVersion"]?.stringValue, let kind = entry["kind"]?.stringValue,
                let plural = entry["plural"]?.stringValue, let isNamespaced = entry["isNamespaced"]?.boolValue
            else { return nil }
            return APIResource(apiVersion: apiVersion, kind: kind, plural: plural, isNamespaced: isNamespaced)
        }
    }

    /// Keeps the kinds.
    func write(_ resources: [APIResource]) {
        let entries = resources.sorted { ($0.apiVersion, $0.plural) < ($1.apiVersion, $1.plural) }
        let content: Value = [
            "written": .integer(now()),
            "resources": .array(
                entries.map {
                    [
                        "apiVersion": .string($0.apiVersion), "kind": .string($0.kind), "plural": .string($0.plural),
                        "isNamespaced": .bool($0.isNamespaced),
                    ]
                }
            ),
        ]
        let bytes = Array(content.json(.compact).utf8)
        try? Folder.create(folder, .personal).write(bytes, to: name, .personal, durably: false)
    }

    /// Forgets the kinds.
    func remove() {
        _ = try? Folder.open(folder)?.remove(name)
    }
}
