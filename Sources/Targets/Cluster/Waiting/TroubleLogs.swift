import Diagnostics
import Documents
import Engine

/// The last lines that a container in trouble wrote, without what the Secrets hold that it knows.
struct TroubleLogs {
    private let client: ClusterClient
    private var known: [Trouble.LogSource: [String]] = [:]

    /// How many lines are shown.
    private static let count = 10

    init(_ client: ClusterClient) { self.client = client }

    /// The lines for a trouble; none if it has no log.
    mutating func lines(of trouble: Trouble?, in surroundings: Surroundings) async -> [String] {
        guard let source = trouble?.log else { return [] }
        if let lines = known[source] { return lines }
        let pod = surroundings.pods.first { $0.objectName == source.pod }
        let lines = await read(source, pod)
        known[source] = lines
        return lines
    }

    private func read(_ source: Trouble.LogSource, _ pod: Value?) async -> [String] {
        var request = ClusterClient.LogRequest(
            pod: source.pod,
            namespace: source.namespace,
            container: source.container
        )
        request.tail = Self.count
        var lines: [String]
        do {
            lines = try await client.log(request)
            request.isPrevious = true
            if lines.isEmpty, source.restarts > 0 { lines = (try? await client.log(request)) ?? [] }
        } catch let status as APIStatus where status.code != 400 {
            return ["(its log cannot be read: \(status.message.trimmedToLine))"]
        } catch {
            // There is none: the container is just being started once more.
            return []
        }
        guard !lines.isEmpty else { return [] }
        let names = pod?.secretNames ?? []
        do {
            let secrets = try await texts(ofSecrets: names, in: source.namespace)
            return lines.joined(separator: "\n").redacting(secrets).split(separator: "\n").map(String.init)
        } catch {
            let list = names.quotedList
            return ["(its log is not shown, because \(list) cannot be read to leave out what is secret)"]
        }
    }

    /// What some Secrets hold, longest first, and each line of it.
    private func texts(ofSecrets names: [String], in namespace: String) async throws -> [String] {
        let secrets = APIResource(apiVersion: "v1", kind: "Secret", plural: "secrets", isNamespaced: true)
        var texts: Set<String> = []
        for name in names {
            guard let secret = try await client.object(secrets, name, in: namespace) else { continue }
            for (_, value) in secret["data"]?.objectValue ?? [:] {
                guard let encoded = value.stringValue else { continue }
                let text = String(decoding: Base64.decoded(encoded) ?? [], as: UTF8.self)
                texts.formUnion([encoded, text] + text.split(whereSeparator: \.isNewline).map(String.init))
            }
        }
        texts.remove("")
        return texts.sorted { ($1.utf8.count, $1) < ($0.utf8.count, $0) }
    }
}

extension Value {
    /// The names of the Secrets whose content the containers of a pod know.
    fileprivate var secretNames: [String] {
        let spec = self["spec"]
        let containers = (spec?["initContainers"]?.arrayValue ?? []) + (spec?["containers"]?.arrayValue ?? [])
        var names: Set<String> = []
        for container in containers {
            for variable in container["env"]?.arrayValue ?? [] {
                names.insert(variable["valueFrom"]?["secretKeyRef"]?["name"]?.stringValue ?? "")
            }
            for source in container["envFrom"]?.arrayValue ?? [] {
                names.insert(source["secretRef"]?["name"]?.stringValue ?? "")
            }
        }
        for volume in spec?["volumes"]?.arrayValue ?? [] {
            names.insert(volume["secret"]?["secretName"]?.stringValue ?? "")
            for source in volume["projected"]?["sources"]?.arrayValue ?? [] {
                names.insert(source["secret"]?["name"]?.stringValue ?? "")
            }
        }
        names.remove("")
        return names.sorted()
    }
}
