internal import AppModel
internal import Documents

/// What connections can lead to: the resources that are bound so far, and URLs.
struct ConnectionEnds {
    private var ends: [ConnectedResource] = []
    /// The places by the spelling in which resources refer to each other, which needs no reading; none of a resource
    /// that could not be bound.
    private var placesByText: [String: Int] = [:]
    /// The places of the first of `ends`, as many as there were when somebody last asked in another spelling.
    private var places: [ResourceID: Int] = [:]
    private var indexedCount = 0

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

    /// Makes room for bound resources.
    mutating func reserveCapacity(_ count: Int) {
        ends.reserveCapacity(count)
        placesByText.reserveCapacity(count)
    }

    /// Adds a bound resource.
    mutating func add(_ end: ConnectedResource) {
        placesByText[end.id.description] = ends.count
        ends.append(end)
    }

    /// Looks up the source of a connection.
    mutating func end(of connection: Connection) -> End {
        switch connection.source.revealed {
        case .string(let text): end(at: text)
        case .unknown(let unknown): .trouble(.unknown(expression: unknown.expression))
        case .null, .bool, .integer, .number, .array, .object, .secret: .trouble(.neitherIDNorURL)
        }
    }

    private mutating func end(at text: String) -> End {
        if let place = placesByText[text] { return .resource(ends[place]) }
        if let id = ResourceID(text) {
            return place(of: id).map { .resource(ends[$0]) } ?? .failed
        }
        guard !text.hasPrefix("/") else {
            return Self.isOfCloud(text) ? .external(id: text) : .trouble(.neitherIDNorURL)
        }
        guard let url = ServiceURL(text) else { return .trouble(.neitherIDNorURL) }
        guard let port = url.portOrDefault else { return .trouble(.urlWithoutPort) }
        return .url(scheme: url.scheme, host: url.host, port: port)
    }

    /// Finds a resource by its id, however it is spelled.
    private mutating func place(of id: ResourceID) -> Int? {
        for place in indexedCount..<ends.count { places[ends[place].id] = place }
        indexedCount = ends.count
        return places[id]
    }

    /// Whether an id is one of Azure or AWS.
    private static func isOfCloud(_ id: String) -> Bool {
        let id = id.lowercased()
        return ["/subscriptions/", "/planes/azure/", "/planes/aws/"].contains { id.hasPrefix($0) }
    }
}
