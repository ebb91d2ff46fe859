/// A connection to a port of a pod, whatever carries it.
protocol PodConnection: Sendable {
    /// Sends bytes to the port.
    ///
    /// - Throws: If the connection is over.
    func send(_ bytes: [UInt8]) async throws

    /// Hands on what comes until the other side has said all.
    ///
    /// - Throws: If the connection was lost.
    func receive(_ take: (PodEvent) async -> Void) async throws

    /// Ends the connection, and every wait for it.
    func close()
}

/// What comes over a connection to a port of a pod.
enum PodEvent: Equatable {
    case data([UInt8])
    /// What went wrong, in the words of the node.
    case problem(String)
}
