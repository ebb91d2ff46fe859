import CLibCurl

/// A connection that libcurl has opened, for bytes that are no requests of its own.
///
/// It has libcurl's proxies, its TLS and its trust. One thread uses it from its beginning to its end.
final class CurlTunnel {
    let descriptor: curl_socket_t
    let library: CurlLibrary
    private let handle: CurlHandle
    /// What libcurl reports to for as long as the handle lives.
    private let received: ReceivedResponse
    private let lists: CurlRequestLists
    private let server: String

    /// Opens a connection to the server of a request.
    init(
        to request: HTTPRequest,
        with configuration: HTTPClient.Configuration,
        unless cancellation: CancellationFlag
    ) throws(HTTPError) {
        let handle = try CurlHandle()
        let lists = CurlRequestLists(request, serverName: configuration.serverName, library: handle.library)
        let received = ReceivedResponse(limit: 0, cancellation: cancellation)
        do throws(HTTPError) {
            try handle.setConnection(configuration)
            try handle.setTrust(configuration)
            try handle.setReceiver(received)
            try handle.set(CURLOPT_URL, lists.url)
            try handle.set(CURLOPT_CONNECT_TO, pointer: lists.connections)
            try handle.set(CURLOPT_CONNECT_ONLY, 1)
            // Others than these two speak no protocol that becomes another one.
            try handle.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
            try handle.set(CURLOPT_HTTPPROXYTUNNEL, 1)
            try handle.set(CURLOPT_TCP_KEEPALIVE, 1)
            let result = withExtendedLifetime(received) { handle.perform() }
            guard result == CURLE_OK, let descriptor = handle.socket else {
                let general = handle.library.describe(result).map { String(cString: $0) }
                throw HTTPError(
                    result == CURLE_OK ? CURLE_COULDNT_CONNECT : result,
                    server: configuration.unixSocketPath ?? request.server,
                    cause: received.errorText ?? general
                )
            }
            self.descriptor = descriptor
        } catch {
            lists.free()
            handle.destroy()
            throw error
        }
        library = handle.library
        server = request.server
        (self.handle, self.received, self.lists) = (handle, received, lists)
    }

    deinit {
        handle.destroy()
        lists.free()
    }

    /// Takes what has come.
    ///
    /// - Returns: The bytes, none if the other side has said all; `nil` if nothing has come yet.
    func receive() throws(HTTPError) -> [UInt8]? {
        var count = 0
        var result = CURLE_OK
        let bytes = [UInt8](unsafeUninitializedCapacity: 64 << 10) { buffer, size in
            result = library.receive(handle.pointer, buffer.baseAddress, buffer.count, &count)
            size = result == CURLE_OK ? count : 0
        }
        if result == CURLE_AGAIN { return nil }
        try check(result)
        return bytes
    }

    /// Sends what fits.
    ///
    /// - Returns: How many of the bytes are on their way.
    func send(_ bytes: ArraySlice<UInt8>) throws(HTTPError) -> Int {
        var count = 0
        let result = bytes.withUnsafeBytes { library.send(handle.pointer, $0.baseAddress, $0.count, &count) }
        if result == CURLE_AGAIN { return 0 }
        try check(result)
        return count
    }

    private func check(_ result: CURLcode) throws(HTTPError) {
        guard result != CURLE_OK else { return }
        throw HTTPError(result, server: server, cause: library.describe(result).map { String(cString: $0) })
    }
}
