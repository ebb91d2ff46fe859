import Documents

/// A kind of objects as one API server serves it.
struct APIResource: Sendable, Equatable {
    /// `apps/v1`, or `v1` for the core group.
    let apiVersion: String
    let kind: String
    /// The name in paths: `deployments`.
    let plural: String
    let isNamespaced: Bool

    /// The path of all objects of the kind in a namespace; of those everywhere if it is `nil`.
    func path(in namespace: String?) -> String {
        let root = apiVersion.contains("/") ? "/apis/\(apiVersion)" : "/api/\(apiVersion)"
        guard isNamespaced, let namespace else { return "\(root)/\(plural)" }
        return "\(root)/namespaces/\(namespace.percentEncodedForPath)/\(plural)"
    }

    /// The path of one object.
    func path(of name: String, in namespace: String) -> String {
        "\(path(in: namespace))/\(name.percentEncodedForPath)"
    }
}

extension String {
    /// The text as one segment of a path, or as a value of a query.
    var percentEncodedForPath: String {
        utf8.reduce(into: "") { text, byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            case _: text += "%\(CollectionOfOne(byte).hexadecimal.uppercased())"
            }
        }
    }
}
