internal import AppModel
internal import Documents

/// What connections can lead to: the resources that are bound so far, and URLs.
struct ConnectionEnds {
    private var ends: [ConnectedResource] = []
    /// The place in `ends` by the text of the id; -1 for a resource whose errors were reported.
    private var places: [String: Int] = [:]

    /// What a connection's source turned out to be.
    enum End {
        case resource(ConnectedResource)
        case url(scheme: String, host: String, port: Int)
        /// A resource of a cloud, by its id.
        case external(id: String)
        /// A resource that could not be bound or that the graph does not have, which was reported.
        case failed
        case trouble(Trouble)
    }

    /// Why a source leads nowhere.
    enum Trouble {
        case unknown(expression: String)
        case neitherIDNorURL
        case urlWithoutPort
    }

    /// Adds a bound resource.
    mutating func add(_ end: ConnectedResource) {
        set(ends.count, for: end.id)
        ends.append(end)
    }

    /// Adds a resource that could not be bound.
    mutating func add(failed resource: Resource) { set(-1, for: resource.id) }

    /// Looks up the source of a connection.
    func end(of connection: Connection) -> End {
        switch connection.source.revealed {
        case .string(let text): end(at: text)
        case .unknown(let unknown): .trouble(.unknown(expression: unknown.expression))
        case .null, .bool, .integer, .number, .array, .object, .secret: .trouble(.neitherIDNorURL)
        }
    }

    private mutating func set(_ place: Int, for id: ResourceID) {
        let text = id.description
        places[text] = place
        places[text.lowercased()] = place
    }

    private func end(at text: String) -> End {
        if let place = places[text] ?? places[text.lowercased()] {
            return place < 0 ? .failed : .resource(ends[place])
        }
        guard !text.hasPrefix("/") else {
            guard ResourceID(text) == nil else { return .failed }
            return Self.isOfCloud(text) ? .external(id: text) : .trouble(.neitherIDNorURL)
        }
        guard let url = ServiceURL(text) else { return .trouble(.neitherIDNorURL) }
        guard let port = url.portOrDefault else { return .trouble(.urlWithoutPort) }
        return .url(scheme: url.scheme, host: url.host, port: port)
    }

    /// Whether an id is one of Azure or AWS.
    private static func isOfCloud(_ id: String) -> Bool {
        let id = id.lowercased()
        return ["/subscriptions/", "/planes/azure/", "/planes/aws/"].contains { id.hasPrefix($0) }
    }
}
