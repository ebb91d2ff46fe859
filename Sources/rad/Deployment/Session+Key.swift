import Diagnostics
import Engine
import Glibc

extension Session {
    /// The key of the state, where the user keeps it: in `RAD_STATE_KEY`, or in the file that `RAD_STATE_KEY_FILE` names.
    ///
    /// - Throws: `Failure` if there is something else.
    static func givenKey() throws -> StateKey? {
        if let text = variable("RAD_STATE_KEY") { return try key(text, of: "RAD_STATE_KEY") }
        guard let path = variable("RAD_STATE_KEY_FILE") else { return nil }
        guard let file = try SourceFile.readIfPresent(path) else { throw Failure(.missingKeyFile(path)) }
        return try key(String(decoding: file.bytes, as: UTF8.self), of: "'\(path)'")
    }

    private static func key(_ text: String, of place: String) throws -> StateKey {
        guard let key = StateKey(hexadecimal: text) else { throw Failure(.noStateKey(place)) }
        return key
    }

    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}

extension Diagnostic {
    fileprivate static func noStateKey(_ place: String) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7180",
            "what is in \(place) is no key of 64 hexadecimal digits",
            at: nil,
            help: "make one with 'openssl rand -hex 32'"
        )
    }

    fileprivate static func missingKeyFile(_ path: String) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7181",
            "RAD_STATE_KEY_FILE names '\(path)', and there is no such file",
            at: nil,
            help: "make one with 'openssl rand -hex 32 > \(path)', readable by you only"
        )
    }
}
