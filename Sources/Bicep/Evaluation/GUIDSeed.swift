import Crypto
import Documents

/// What the GUIDs of `newGuid()` grow from: the same seed gives the same ones, and nobody can tell them without it.
public struct GUIDSeed: Sendable {
    private let key: SymmetricKey

    /// Takes over a key of 32 random bytes.
    public init(bytes: [UInt8]) {
        key = SymmetricKey(data: bytes)
    }

    /// Makes a new seed by chance.
    public init() {
        key = SymmetricKey(size: .bits256)
    }

    /// A seed for one of several users of this one, whose GUIDs have nothing in common.
    public func derived(for user: String) -> GUIDSeed { GUIDSeed(bytes: code(of: "seed \(user)")) }

    /// The GUID of a call: 122 bits of a keyed hash in the form of a random one (RFC 9562, version 4).
    public func guid(of call: NewGUIDCall) -> String {
        var bytes = Array(code(of: "guid \(call.identity)").prefix(16))
        bytes[6] = bytes[6] & 0x0f | 0x40
        bytes[8] = bytes[8] & 0x3f | 0x80
        return [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { bytes[$0].hexadecimal }.joined(separator: "-")
    }

    private func code(of text: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key))
    }
}

/// One call of `newGuid()`, told apart from the others of an evaluation, and the same in the next evaluation.
///
/// Whether other parameters are given, and in which order values are computed, makes no difference to it.
public struct NewGUIDCall: Sendable {
    /// The address of the module that declares the parameter, with a slash at its end; empty for the outermost one.
    public var module: String
    /// The parameter in whose default the call stands.
    public let parameter: String
    /// How many calls come before it in the default.
    public let number: Int
    /// The variables of the lambdas around it.
    let locals: [Value]

    /// The call as a text.
    var identity: String {
        let locals = Value.array(locals).canonicalJSON(disclosing: .revealed)
        return "\(module)\(parameter) \(number) \(String(decoding: locals, as: UTF8.self))"
    }
}

extension Evaluator {
    /// The GUID of a call in the default of a parameter.
    func newGUID(at call: Expression) -> String {
        var (parameter, number) = ("", 0)
        let parameters = scope.module.parameters
        if let owner = parameters.first(where: { $0.defaultValue?.range.contains(call.range.lowerBound) ?? false }) {
            parameter = owner.name
            owner.defaultValue?.visitAll { part in
                guard case .call(let function, _) = part.kind, function.name == "newGuid" else { return }
                if part.range.lowerBound < call.range.lowerBound { number += 1 }
            }
        }
        return scope.context.newGuid(
            NewGUIDCall(module: scope.context.addressPrefix, parameter: parameter, number: number, locals: locals)
        )
    }
}
