import Documents
import Engine

extension OutputResource {
    /// The manifest as it is applied to a cluster.
    var clusterManifest: Value {
        switch type {
        case "core/Secret": .object(secretBody)
        case "core/Service": body.withPortProtocols(["spec", "ports"])
        case _: body
        }
    }

    /// The body of a Secret as a cluster gives it back: what was written as text stands among the data.
    var secretBody: ValueObject {
        var members = body.objectValue ?? [:]
        guard let texts = members["stringData"]?.objectValue else { return members }
        var data = members["data"]?.objectValue ?? [:]
        for (key, text) in texts { data[key] = Base64.encoded(text) }
        members["data"] = .object(data)
        members["stringData"] = nil
        return members
    }

    /// The object that a cluster gave back; what a Secret holds stays secret.
    func clusterValue(_ live: Value) -> Value {
        var members = live.objectValue ?? [:]
        members["id"] = .string(id.description)
        guard type == "core/Secret" else { return .object(members) }
        for name in ["data", "stringData"] {
            guard let content = members[name]?.objectValue else { continue }
            members[name] = .object(ValueObject(content.map { ($0.key, $0.value.concealed) }))
        }
        return .object(members)
    }
}

extension Value {
    /// The value with `protocol: TCP` in the ports of a list: older servers take it for a part of their identity.
    fileprivate func withPortProtocols(_ path: ArraySlice<String>) -> Value {
        guard let name = path.first else {
            guard case .array(let ports) = self else { return self }
            return .array(
                ports.map { port in
                    guard var members = port.objectValue, members[exactly: "protocol"] == nil else { return port }
                    members["protocol"] = "TCP"
                    return .object(members)
                }
            )
        }
        guard var members = objectValue, let inner = members[exactly: name] else { return self }
        members[name] = inner.withPortProtocols(path.dropFirst())
        return .object(members)
    }
}
