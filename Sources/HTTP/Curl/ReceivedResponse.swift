import CLibCurl

/// What has come of a response so far: the context of libcurl's callbacks, used by one thread only.
final class ReceivedResponse {
    private static let headerLimit = 1 << 20

    private(set) var headers: [(name: String, value: String)] = []
    private(set) var body: [UInt8] = []
    /// Whether the last header came to its end; libcurl takes one that was cut for a whole one.
    private(set) var isHeaderComplete = false
    /// Whether the response was broken off because of its size.
    private(set) var isTooLarge = false

    /// Where libcurl writes what went wrong.
    let errorBuffer: UnsafeMutablePointer<CChar>

    private let limit: Int
    private let cancellation: CancellationFlag
    /// Takes the body of a success part by part in place of this response.
    private let sink: (@Sendable ([UInt8]) -> Void)?
    private var headerSize = 0
    private var isSuccess = false

    init(limit: Int, cancellation: CancellationFlag, sink: (@Sendable ([UInt8]) -> Void)? = nil) {
        self.limit = limit
        self.cancellation = cancellation
        self.sink = sink
        errorBuffer = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorBuffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit { errorBuffer.deallocate() }

    /// What libcurl wrote, if it wrote anything.
    var errorText: String? {
        let text = String(cString: errorBuffer)
        return text.isEmpty ? nil : text
    }

    var isCancelled: Bool { cancellation.isRaised }

    /// Takes a part of the body; `false` breaks the transfer off.
    func appendBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
        if let sink, isSuccess {
            sink(Array(bytes))
            return true
        }
        guard bytes.count <= limit - body.count else {
            isTooLarge = true
            return false
        }
        body.append(contentsOf: bytes)
        return true
    }

    /// Takes one line of the header; a status line starts a new response, as after `100 Continue`.
    func appendHeader(_ bytes: UnsafeRawBufferPointer) -> Bool {
        headerSize += bytes.count
        guard headerSize <= Self.headerLimit else {
            isTooLarge = true
            return false
        }
        let line = bytes.prefix { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }
        if line.starts(with: "HTTP/".utf8) {
            headers = []
            isHeaderComplete = false
            isSuccess = line.split(separator: UInt8(ascii: " ")).dropFirst().first?.first == UInt8(ascii: "2")
        } else if line.isEmpty {
            isHeaderComplete = true
        } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
            let name = String(decoding: line[..<colon], as: UTF8.self)
            let value = String(decoding: line[(colon + 1)...].trimmingBlanks, as: UTF8.self)
            headers.append((name, value))
        }
        return true
    }
}

extension Slice<UnsafeRawBufferPointer> {
    fileprivate var trimmingBlanks: Self {
        let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        var text = drop(while: isBlank)
        while let last = text.last, isBlank(last) { text.removeLast() }
        return text
    }
}

extension CurlHandle {
    /// Lets libcurl report to a response, which must live until the request is done.
    func setReceiver(_ received: ReceivedResponse) throws(HTTPError) {
        let context = UnsafeRawPointer(Unmanaged.passUnretained(received).toOpaque())
        try set(CURLOPT_ERRORBUFFER, pointer: received.errorBuffer)
        try set(CURLOPT_WRITEDATA, pointer: context)
        try set(CURLOPT_HEADERDATA, pointer: context)
        try set(CURLOPT_XFERINFODATA, pointer: context)
        try set(
            CURLOPT_WRITEFUNCTION,
            receiver: { bytes, size, count, context in
                guard let received = ReceivedResponse.from(context) else { return 0 }
                let bytes = UnsafeRawBufferPointer(start: bytes, count: size * count)
                return received.appendBody(bytes) ? bytes.count : 0
            }
        )
        try set(
            CURLOPT_HEADERFUNCTION,
            receiver: { bytes, size, count, context in
                guard let received = ReceivedResponse.from(context) else { return 0 }
                let bytes = UnsafeRawBufferPointer(start: bytes, count: size * count)
                return received.appendHeader(bytes) ? bytes.count : 0
            }
        )
        try setProgress { context, _, _, _, _ in
            ReceivedResponse.from(context)?.isCancelled == false ? 0 : 1
        }
        try set(CURLOPT_NOPROGRESS, 0)
    }
}

extension ReceivedResponse {
    fileprivate static func from(_ context: UnsafeMutableRawPointer?) -> ReceivedResponse? {
        context.map { Unmanaged<ReceivedResponse>.fromOpaque($0).takeUnretainedValue() }
    }
}
