import CLibCurl

/// One easy handle of libcurl.
///
/// Sendable because the pool gives it to one thread at a time, which is all that libcurl asks for.
struct CurlHandle: @unchecked Sendable {
    let library: CurlLibrary
    let pointer: UnsafeMutableRawPointer

    init() throws(HTTPError) {
        library = try CurlLibrary.opened()
        guard let pointer = library.createHandle() else {
            throw HTTPError(.unavailable, "libcurl cannot make a handle")
        }
        self.pointer = pointer
    }

    func reset() { library.resetHandle(pointer) }

    func destroy() { library.destroyHandle(pointer) }

    func perform() -> CURLcode { library.perform(pointer) }

    /// The status of the last response.
    var status: Int { rad_curl_status(library.getInfo, pointer) }

    /// The socket of a connection that was only opened; `nil` if there is none.
    var socket: curl_socket_t? {
        let socket = rad_curl_socket(library.getInfo, pointer)
        return socket < 0 ? nil : socket
    }
}

// MARK: - Options

extension CurlHandle {
    func set(_ option: CURLoption, _ value: Int) throws(HTTPError) {
        try check(rad_curl_set_long(library.setOption, pointer, option, value))
    }

    func set(_ option: CURLoption, size: Int) throws(HTTPError) {
        try check(rad_curl_set_size(library.setOption, pointer, option, curl_off_t(size)))
    }

    /// Sets a text, which libcurl copies.
    func set(_ option: CURLoption, _ value: String) throws(HTTPError) {
        try check(rad_curl_set_text(library.setOption, pointer, option, value))
    }

    /// Sets an address, which must stay valid until the request is done.
    func set(_ option: CURLoption, pointer value: UnsafeRawPointer?) throws(HTTPError) {
        try check(rad_curl_set_pointer(library.setOption, pointer, option, value))
    }

    /// Sets bytes, which libcurl copies.
    func set(_ option: CURLoption, blob bytes: [UInt8]) throws(HTTPError) {
        let result = bytes.withUnsafeBytes {
            rad_curl_set_blob(library.setOption, pointer, option, $0.baseAddress, $0.count)
        }
        try check(result)
    }

    func set(_ option: CURLoption, receiver function: curl_write_callback) throws(HTTPError) {
        try check(rad_curl_set_write(library.setOption, pointer, option, function))
    }

    func setProgress(_ function: curl_xferinfo_callback) throws(HTTPError) {
        try check(rad_curl_set_progress(library.setOption, pointer, function))
    }

    func allowHTTPOnly() throws(HTTPError) {
        try check(rad_curl_allow_http_only(library.setOption, pointer))
    }

    private func check(_ result: CURLcode) throws(HTTPError) {
        guard result != CURLE_OK else { return }
        let cause = library.describe(result).map { String(cString: $0) }
        throw HTTPError(.other, "libcurl refuses an option of the request", cause: cause)
    }
}
