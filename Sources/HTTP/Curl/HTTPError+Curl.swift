import CLibCurl

extension HTTPError {
    /// What a result of libcurl means for someone who wanted a response.
    init(_ result: CURLcode, server: String, cause: String?) {
        switch result {
        case CURLE_URL_MALFORMAT:
            self.init(.invalidRequest, "URL is malformed", cause: cause)
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT:
            self.init(.connect, "cannot connect to '\(server)'", cause: cause)
        case CURLE_OPERATION_TIMEDOUT:
            self.init(.timeout, "'\(server)' did not answer in time", cause: cause)
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_INVALIDCERTSTATUS,
            CURLE_SSL_CLIENTCERT:
            self.init(.tls, "no secure connection to '\(server)'", cause: cause)
        case CURLE_ABORTED_BY_CALLBACK:
            self.init(.cancelled, "request to '\(server)' was cancelled")
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE:
            self.init(.connectionLost, "connection to '\(server)' was lost", cause: cause)
        case CURLE_WEIRD_SERVER_REPLY, CURLE_HTTP2, CURLE_HTTP2_STREAM, CURLE_BAD_CONTENT_ENCODING,
            CURLE_UNSUPPORTED_PROTOCOL, CURLE_TOO_MANY_REDIRECTS:
            self.init(.protocolViolation, "cannot understand the answer of '\(server)'", cause: cause)
        default:
            self.init(.other, "request to '\(server)' failed", cause: cause)
        }
    }

    static func cancelled(_ request: HTTPRequest) -> HTTPError {
        HTTPError(.cancelled, "request to '\(request.server)' was cancelled")
    }

    static func tooLarge(_ server: String, limit: Int) -> HTTPError {
        HTTPError(.tooLarge, "answer of '\(server)' is larger than \(limit) bytes")
    }
}
