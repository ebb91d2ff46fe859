import CLibCurl

extension CurlHandle {
    /// Sets everything of a request; what is pointed to must stay where it is until the request is done.
    func prepare(
        _ request: HTTPRequest,
        with configuration: HTTPClient.Configuration,
        lists: CurlRequestLists,
        body: UnsafeBufferPointer<UInt8>,
        receiver received: ReceivedResponse
    ) throws(HTTPError) {
        try setConnection(configuration)
        try setTrust(configuration)
        try setReceiver(received)
        try set(CURLOPT_URL, lists.url)
        try set(CURLOPT_HTTPHEADER, pointer: lists.headers)
        try set(CURLOPT_CONNECT_TO, pointer: lists.connections)
        try setMethod(request, body: body)
    }

    /// Sets how to reach the server and how long to try.
    func setConnection(_ configuration: HTTPClient.Configuration) throws(HTTPError) {
        try allowHTTPOnly()
        try set(CURLOPT_NOSIGNAL, 1)
        try set(CURLOPT_USERAGENT, configuration.userAgent)
        try set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        try set(CURLOPT_CONNECTTIMEOUT_MS, configuration.connectTimeout.wholeMilliseconds)
        if let timeout = configuration.totalTimeout {
            try set(CURLOPT_TIMEOUT_MS, timeout.wholeMilliseconds)
        }
        if let proxy = configuration.proxy { try set(CURLOPT_PROXY, proxy) }
        if let path = configuration.unixSocketPath {
            try set(CURLOPT_UNIX_SOCKET_PATH, path)
            try set(CURLOPT_PROXY, "")
        }
        switch configuration.redirects {
        case .notFollowed: try set(CURLOPT_FOLLOWLOCATION, 0)
        case .followed(let limit):
            try set(CURLOPT_FOLLOWLOCATION, 1)
            try set(CURLOPT_MAXREDIRS, max(limit, 0))
        }
    }

    /// Sets whom to trust and who the client is.
    func setTrust(_ configuration: HTTPClient.Configuration) throws(HTTPError) {
        try set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        switch configuration.trust {
        case .system: break
        case .authorities(let bundle):
            try set(bundle, file: CURLOPT_CAINFO, blob: CURLOPT_CAINFO_BLOB)
        case .insecureSkipVerify:
            try set(CURLOPT_SSL_VERIFYPEER, 0)
            try set(CURLOPT_SSL_VERIFYHOST, 0)
        }
        guard let client = configuration.clientCertificate else { return }
        try set(client.certificate, file: CURLOPT_SSLCERT, blob: CURLOPT_SSLCERT_BLOB)
        try set(client.key, file: CURLOPT_SSLKEY, blob: CURLOPT_SSLKEY_BLOB)
    }

    /// Sets the method and the body, whose bytes must stay where they are until the request is done.
    ///
    /// GET, HEAD and POST are libcurl's own, so that a redirect changes them as browsers do.
    func setMethod(_ request: HTTPRequest, body: UnsafeBufferPointer<UInt8>) throws(HTTPError) {
        if request.sendsBody {
            try set(CURLOPT_POST, 1)
            try set(CURLOPT_POSTFIELDSIZE_LARGE, size: body.count)
            if body.isEmpty {
                try set(CURLOPT_COPYPOSTFIELDS, "")
            } else {
                try set(CURLOPT_POSTFIELDS, pointer: body.baseAddress)
            }
        }
        switch request.method {
        case "GET" where !request.sendsBody: try set(CURLOPT_HTTPGET, 1)
        case "HEAD" where !request.sendsBody: try set(CURLOPT_NOBODY, 1)
        case "POST": break
        default: try set(CURLOPT_CUSTOMREQUEST, request.method)
        }
    }

    private func set(_ pem: HTTPClient.PEM, file: CURLoption, blob: CURLoption) throws(HTTPError) {
        switch pem {
        case .file(let path): try set(file, path)
        case .bytes(let bytes): try set(blob, blob: bytes)
        }
    }
}

/// The header fields of a request, and where its server is to be found, as libcurl wants them.
struct CurlRequestLists {
    private(set) var headers: UnsafeMutablePointer<curl_slist>?
    private(set) var connections: UnsafeMutablePointer<curl_slist>?
    /// The URL that libcurl is given: its host is the one that the certificate must show.
    private(set) var url: String
    private let library: CurlLibrary

    init(_ request: HTTPRequest, serverName: String?, library: CurlLibrary) {
        self.library = library
        url = request.url
        for (name, value) in request.headers {
            append(value.isEmpty ? "\(name);" : "\(name): \(value)", to: \.headers)
        }
        if let serverName, let place = ServerPlace(ofURL: request.url) {
            // The name is looked up in place of the host, and the connection then goes to the host after all.
            append("\(serverName):\(place.port):\(place.host):\(place.port)", to: \.connections)
            append("Host: \(place.authority)", to: \.headers)
            url = "\(place.scheme)://\(serverName):\(place.port)\(place.rest)"
        }
        guard request.sendsBody else { return }
        // libcurl adds these two to what it takes for a form; a name without a value takes them out.
        for name in ["Content-Type", "Expect"]
        where !request.headers.contains(where: { $0.name.equalsIgnoringASCIICase(name) }) {
            append("\(name):", to: \.headers)
        }
    }

    func free() {
        library.freeList(headers)
        library.freeList(connections)
    }

    private mutating func append(
        _ line: String,
        to list: WritableKeyPath<CurlRequestLists, UnsafeMutablePointer<curl_slist>?>
    ) {
        self[keyPath: list] = library.appendToList(self[keyPath: list], line) ?? self[keyPath: list]
    }
}

/// Where the server of a URL is.
private struct ServerPlace {
    let scheme: Substring
    let host: Substring
    let port: Substring
    /// Host and port as they are written in the URL.
    let authority: Substring
    let rest: Substring

    init?(ofURL url: String) {
        let scheme = url.prefix { $0 != ":" }
        let tail = url.dropFirst(scheme.count + "://".count)
        let authority = tail.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !authority.isEmpty, !authority.contains("@") else { return nil }
        let colon = authority.lastIndex(of: ":").flatMap { authority[$0...].contains("]") ? nil : $0 }
        self.scheme = scheme
        self.authority = authority
        rest = tail[authority.endIndex...]
        host = authority[..<(colon ?? authority.endIndex)]
        if let colon {
            port = authority[authority.index(after: colon)...]
        } else {
            port = scheme.lowercased() == "http" ? "80" : "443"
        }
    }
}

extension Duration {
    /// At least one, as zero means "no limit" to libcurl.
    fileprivate var wholeMilliseconds: Int {
        let (seconds, attoseconds) = components
        guard seconds < 2_000_000 else { return 2_000_000_000 }
        return max(1, Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000))
    }
}
