import Documents

extension FunctionTable {
    /// Base 64 and data URIs.
    static let encodings: [String: FunctionImplementation] = [
        "base64": .deep { call throws(EvaluationFault) in .string(Base64.encoded(Array(try call.string(0).utf8))) },
        "base64ToJson": .deep { call throws(EvaluationFault) in try json(call, try decoded(call)) },
        "base64ToString": .deep { call throws(EvaluationFault) in .string(try decoded(call)) },
        "dataUri": .deep { call throws(EvaluationFault) in
            guard case .string(let text) = call.arguments[0] else {
                var text = ""
                try text.append(json: call.arguments[0], limit: call.limits.stringLength)
                return .string("data:application/json;charset=utf-8;base64,\(Base64.encoded(Array(text.utf8)))")
            }
            return .string("data:text/plain;charset=utf-8;base64,\(Base64.encoded(Array(text.utf8)))")
        },
        "dataUriToString": .deep { call throws(EvaluationFault) in try textOfDataURI(call) },
    ]

    private static func decoded(_ call: FunctionCall) throws(EvaluationFault) -> String {
        guard let bytes = Base64.decoded(try call.string(0)) else {
            throw call.bad("the text is not base 64", help: "make it with 'base64(…)'")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func textOfDataURI(_ call: FunctionCall) throws(EvaluationFault) -> Value {
        let text = try call.string(0)
        guard text.lowercased().hasPrefix("data:"), let comma = text.firstIndex(of: ",") else {
            throw call.bad("the text is no data URI", help: "make it with 'dataUri(…)'")
        }
        let content = String(text[text.index(after: comma)...])
        guard text[..<comma].lowercased().hasSuffix(";base64") else {
            return .string(PercentCoding.decode(content))
        }
        guard let bytes = Base64.decoded(content) else {
            throw call.bad("the text after the comma is not base 64", help: "make it with 'dataUri(…)'")
        }
        return .string(String(decoding: bytes, as: UTF8.self))
    }
}

/// Percent encoding of everything that is not unreserved (RFC 3986, section 2.3).
package enum PercentCoding {
    /// The text with escapes.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - kept: What stays as it is besides unreserved characters.
    /// - Returns: ASCII.
    package static func encode(_ text: String, keeping kept: String = "") -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var result: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                result.append(byte)
            case _ where kept.utf8.contains(byte): result.append(byte)
            case _: result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The text; a `%` without two digits stands for itself.
    static func decode(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let byte = UInt8(String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
            {
                result.append(byte)
                index += 3
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
