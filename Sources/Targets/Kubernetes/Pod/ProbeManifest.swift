import AppModel
import Documents

/// A health check as Kubernetes writes it.
enum ProbeManifest {
    /// The probe of a legacy container, whose defaults Radius always writes out.
    static func legacy(_ probe: Probe) -> Value {
        var fields = check(probe.check, splittingCommands: true)
        fields.add("initialDelaySeconds", Value(probe.initialDelay ?? 0))
        fields.add("failureThreshold", Value(probe.failureThreshold ?? 3))
        fields.add("periodSeconds", Value(probe.period ?? 10))
        fields.add("timeoutSeconds", Value(probe.timeout ?? 5))
        return fields.value
    }

    /// The probe of a `Radius.Compute` container, which has what was written.
    static func current(_ probe: Probe) -> Value {
        var fields = check(probe.check, splittingCommands: false)
        fields.add("initialDelaySeconds", probe.initialDelay.map { Value($0) })
        fields.add("terminationGracePeriodSeconds", probe.terminationGracePeriod.map { Value($0) })
        fields.add("periodSeconds", probe.period.map { Value($0) })
        fields.add("timeoutSeconds", probe.timeout.map { Value($0) })
        fields.add("failureThreshold", probe.failureThreshold.map { Value($0) })
        fields.add("successThreshold", probe.successThreshold.map { Value($0) })
        return fields.value
    }

    private static func check(_ check: Probe.Check, splittingCommands: Bool) -> ManifestFields {
        switch check {
        case .http(let port, let path, let scheme, let headers):
            var get = ManifestFields([("path", .string(path)), ("port", Value(port))])
            get.add("scheme", scheme.map { .string($0.uppercased()) })
            get.add("httpHeaders", list: headers.map { ["name": .string($0.name), "value": $0.value] })
            return ManifestFields([("httpGet", get.value)])
        case .tcp(let port):
            return ManifestFields([("tcpSocket", ["port": Value(port)])])
        case .command(let words):
            return ManifestFields([("exec", ["command": .array(splittingCommands ? split(words) : words)])])
        }
    }

    /// A legacy command is one text, cut at every space; no shell is involved (Radius 0.60).
    private static func split(_ words: [Value]) -> [Value] {
        guard words.count == 1, case .string(let text) = words[0] else { return words }
        return text.split(separator: " ", omittingEmptySubsequences: false).map { .string(String($0)) }
    }
}
