import Glibc
import Targets

extension PublicEndpoint {
    /// The endpoint that the user's environment prescribes, by the variable that Radius' control plane reads.
    ///
    /// `RADIUS_PUBLIC_ENDPOINT_OVERRIDE` holds `host` or `host:port`, without a scheme.
    static var configured: PublicEndpoint {
        guard let text = getenv("RADIUS_PUBLIC_ENDPOINT_OVERRIDE").map({ String(cString: $0) }), !text.isEmpty else {
            return .none
        }
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]) else {
            return .override(host: text, port: nil)
        }
        return .override(host: String(text[..<colon]), port: port)
    }
}
