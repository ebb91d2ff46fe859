import CLibCurl

extension CurlHandle {
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

/// The header fields of a request as libcurl wants them.
struct CurlHeaderList {
    private(set) var first: UnsafeMutablePointer<curl_slist>?
    private let library: CurlLibrary

    init(_ request: HTTPRequest, library: CurlLibrary) {
        self.library = library
        for (name, value) in request.headers {
            append(value.isEmpty ? "\(name);" : "\(name): \(value)")
        }
        guard request.sendsBody else { return }
        // libcurl adds these two to what it takes for a form; a name without a value takes them out.
        for name in ["Content-Type", "Expect"]
        where !request.headers.contains(where: { $0.name.equalsIgnoringASCIICase(name) }) {
            append("\(name):")
        }
    }

    func free() { library.freeList(first) }

    private mutating func append(_ line: String) {
        first = library.appendToList(first, line) ?? first
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
