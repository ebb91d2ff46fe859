import Documents
import Engine
import HTTP

extension ClusterClient {
    /// Opens a WebSocket to the server, as the user of the connection.
    ///
    /// - Throws: `APIStatus` if the server refuses, `ApplyError` if there is no answer.
    func webSocket(_ request: Request, protocols: [String]) async throws -> WebSocket {
        var credentials = try await credentials()
        var mayRenew = true
        while true {
            let opening: WebSocket.Opening
            do throws(HTTPError) {
                opening = try await WebSocket.open(
                    message(request, credentials),
                    protocols: protocols,
                    configuration: transport.configuration(credentials)
                )
            } catch {
                throw ApplyError.unreachable(connection, error)
            }
            switch opening {
            case .opened(let socket): return socket
            case .refused(let response) where response.status == 401:
                guard mayRenew, let fresh = try await self.credentials(after: credentials) else {
                    throw ApplyError.notSignedIn(connection)
                }
                (credentials, mayRenew) = (fresh, false)
            case .refused(let response):
                throw APIStatus(code: response.status, body: Self.value(of: response.body))
            }
        }
    }

    /// Connects to a port of a pod.
    ///
    /// The subprotocol `v4.channel.k8s.io` of port forwarding, which servers have had since 1.6: the first byte of a
    /// message is the channel, 0 for what the port says and 1 for what went wrong, and each channel begins with the
    /// number of the port in two bytes.
    ///
    /// - Throws: `APIStatus` if the server refuses, `ApplyError` if there is no answer.
    func connect(toPort port: Int, of pod: String, in namespace: String) async throws -> PodChannel {
        let pods = APIResource(apiVersion: "v1", kind: "Pod", plural: "pods", isNamespaced: true)
        var request = Request("\(pods.path(of: pod, in: namespace))/portforward")
        request.query = [("ports", String(port))]
        request.accept = "*/*"
        return PodChannel(try await webSocket(request, protocols: ["v4.channel.k8s.io"]))
    }
}

/// A connection that a WebSocket carries to a port of a pod.
struct PodChannel: PodConnection {
    private let socket: WebSocket

    init(_ socket: WebSocket) {
        self.socket = socket
    }

    private static let (dataChannel, errorChannel): (UInt8, UInt8) = (0, 1)

    func send(_ bytes: [UInt8]) async throws(HTTPError) {
        try await socket.send([Self.dataChannel] + bytes)
    }

    func receive(_ take: (PodEvent) async -> Void) async throws(HTTPError) {
        var begun: Set<UInt8> = []
        while let message = try await socket.receive() {
            guard let channel = message.first else { continue }
            // What a channel begins with is the port, which is known.
            guard !begun.insert(channel).inserted else { continue }
            let rest = Array(message.dropFirst())
            switch channel {
            case Self.dataChannel: await take(.data(rest))
            case Self.errorChannel: await take(.problem(String(decoding: rest, as: UTF8.self)))
            case _: break
            }
        }
    }

    func close() { socket.close() }
}
