/// What a server answered, whatever its status.
public struct HTTPResponse: Sendable {
    public let status: Int
    /// The fields in the order in which they came; names as the server wrote them.
    public let headers: [(name: String, value: String)]
    public let body: [UInt8]

    /// Creates a response.
    public init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first field of a name, whose ASCII case does not matter.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.equalsIgnoringASCIICase(name) }?.value
    }

    /// How long the server asks to wait before the next attempt (RFC 9110, section 10.2.3).
    ///
    /// A date is taken relative to the server's own clock, its `Date` field.
    public var retryAfter: Duration? {
        guard let text = header("Retry-After") else { return nil }
        if let seconds = Int(text), seconds >= 0 { return .seconds(seconds) }
        guard let then = HTTPDate(text), let now = date else { return nil }
        return .seconds(max(0, then.secondsSince1970 - now))
    }

    /// The time by the server's clock, in seconds since 1970.
    public var date: Int? { header("Date").flatMap(HTTPDate.init)?.secondsSince1970 }
}

extension String {
    /// Whether two field names are the same.
    func equalsIgnoringASCIICase(_ other: String) -> Bool {
        utf8.count == other.utf8.count && zip(utf8, other.utf8).allSatisfy { $0.asciiLowercased == $1.asciiLowercased }
    }
}

extension UInt8 {
    fileprivate var asciiLowercased: UInt8 { 65...90 ~= self ? self + 32 : self }
}
