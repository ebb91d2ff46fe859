import AppModel
import Documents
import Recipes

/// The host names of what a container may reach, under the names by which Kubernetes knows it.
///
/// A Kubernetes Service is found by the resource's name. ACI has no search domain for a group
/// that is made from a profile, so a value that is such a name, `name:port`, or a URL of such
/// a host is given the full host name instead.
struct HostNames {
    /// What is known of a name.
    enum Host {
        case known(Value)
        /// A resource that listens on nothing, or whose recipe gives no host.
        case missing(reason: String, help: String)
    }

    private var hosts: [String: Host] = [:]

    /// The names that stand for the resources that `bound` connects to or refers to.
    init(of bound: BoundResource, in index: ApplicationIndex) {
        for connection in bound.connections {
            switch connection.target {
            case .resource(let connected):
                add(connected.id, values: [connected.computedValues, connected.properties], in: index)
            case .external: break
            case .url(_, let host, _):
                if let container = index.container(named: host) { add(container.resource.id, values: [], in: index) }
            }
        }
        for id in bound.resource.dependencies { add(id, values: [], in: index) }
    }

    private mutating func add(_ id: ResourceID, values: [ValueObject], in index: ApplicationIndex) {
        let name = id.name.lowercased()
        guard hosts[name] == nil else { return }
        guard let bound = index[id] else {
            return hosts[name] = Self.host(in: values)
        }
        switch bound.role {
        case .application, .gateway, .secretStore, .persistentVolume, .keyVaultVolume, .imageBuild, .object: return
        case .container(let container):
            let host = Self.host(of: container, named: id.name, in: index.landingZone)
            hosts[name] = host
            guard container.generation == .current else { return }
            for spec in container.specs { hosts["\(name)-\(spec.name.lowercased())"] = host }
        case .recipe(let result):
            hosts[name] = Self.host(in: [result.values, bound.resource.properties])
        case .daprComponent, .none:
            hosts[name] = Self.host(in: values + [bound.resource.properties])
        }
    }

    private static func host(of container: SharedContainer, named name: String, in landingZone: LandingZone) -> Host {
        guard container.listens else {
            return .missing(reason: "'\(name)' listens on no port", help: "declare the port that it listens on")
        }
        return .known(.string(landingZone.host(of: name)))
    }

    private static func host(in values: [ValueObject]) -> Host? {
        for object in values {
            if let host = object["host"] ?? object["server"], !host.isNull { return .known(host) }
        }
        return .missing(
            reason: "neither 'host' nor 'server' is among the values that its recipe gives",
            help: "let the recipe give the value 'host'"
        )
    }

    /// What a text becomes, and the name in it that no host is known for.
    func translate(_ text: String) -> (value: Value, unresolved: Unresolved?) {
        guard let place = HostPlace(in: text) else { return (.string(text), nil) }
        let name = String(text[place.range])
        switch hosts[name.lowercased()] {
        case nil: return (.string(text), Unresolved(name: name, isURL: place.isURL, why: nil))
        case .missing(let reason, let help):
            return (.string(text), Unresolved(name: name, isURL: place.isURL, why: (reason, help)))
        case .known(let host):
            return (Self.join(text[..<place.range.lowerBound], host, text[place.range.upperBound...]), nil)
        }
    }

    /// A name that was found where a host is expected, and for which none is known.
    struct Unresolved {
        let name: String
        let isURL: Bool
        let why: (reason: String, help: String)?
    }

    private static func join(_ start: Substring, _ host: Value, _ end: Substring) -> Value {
        if start.isEmpty && end.isEmpty { return host }
        switch host {
        case .string(let text): return .string("\(start)\(text)\(end)")
        case .secret(let inner): return join(start, inner, end).concealed
        case .unknown(let unknown):
            let (start, end) = (String(start), String(end))
            return .unknown(
                Unknown(expression: "\(start)\(unknown.expression)\(end)", sources: unknown.sources) { runtime in
                    join(start[...], unknown.resolved(with: runtime), end[...])
                }
            )
        case .null, .bool, .integer, .number, .array, .object: return host
        }
    }
}

/// Where a host stands in a text: alone, before a port, or in a URL.
struct HostPlace {
    let range: Range<String.Index>
    let isURL: Bool

    /// `nil` when the text has no place for a host.
    init?(in text: String) {
        if let start = Self.authorityStart(in: text) {
            let authority = text[start...].prefix { !"/?#".contains($0) }
            let host = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
            self.init(host.prefix { $0 != ":" }, isURL: true)
        } else if let colon = text.firstIndex(of: ":") {
            let port = text[text.index(after: colon)...]
            guard !port.isEmpty, port.allSatisfy(\.isNumber) else { return nil }
            self.init(text[..<colon], isURL: false)
        } else {
            self.init(text[...], isURL: false)
        }
    }

    private init?(_ host: Substring, isURL: Bool) {
        guard !host.isEmpty, host.utf8.count <= 127 else { return nil }
        range = host.startIndex..<host.endIndex
        self.isURL = isURL
    }

    /// The place after `://`.
    private static func authorityStart(in text: String) -> String.Index? {
        let bytes = text.utf8
        var place = bytes.startIndex
        while let colon = bytes[place...].firstIndex(of: UInt8(ascii: ":")) {
            let rest = bytes[colon...].prefix(3)
            if rest.elementsEqual("://".utf8) { return rest.endIndex }
            place = bytes.index(after: colon)
        }
        return nil
    }
}
