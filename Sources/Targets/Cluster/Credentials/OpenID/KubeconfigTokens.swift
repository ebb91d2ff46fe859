import Diagnostics
import Documents
import Engine
import Glibc

/// The tokens of a user in a kubeconfig file: read anew, and written without touching anything else.
struct KubeconfigTokens: Sendable {
    /// Where a user of OpenID Connect is defined.
    struct Place: Sendable, Equatable {
        let path: String
        let user: String
    }

    private let place: Place

    /// How long another program may keep the file.
    private static let patience: Duration = .seconds(5)
    /// How long another rad may talk with an issuer: somewhat more than its requests may take.
    private static let turnPatience: Duration = .seconds(40)

    init(_ place: Place) { self.place = place }

    /// What the file has now; `nil` if the user is not in it any more, or it cannot be read.
    func read() throws(ApplyError) -> OpenIDTokens? {
        guard let file = try source(), let config = Self.config(of: place.user, in: file) else { return nil }
        return OpenIDTokens(
            idToken: config["id-token"]?.value.stringValue,
            refreshToken: config["refresh-token"]?.value.stringValue
        )
    }

    /// Waits until no other rad renews tokens of the file; whoever has waited for too long goes on.
    ///
    /// An issuer that takes each refresh token only once would refuse the second of two that ask at the same time.
    /// Other programs do not look for it, and are not kept from anything.
    ///
    /// - Returns: What is ended when the tokens are written; `nil` if the file cannot be read.
    func turn() async throws -> Turn? {
        let descriptor = open(place.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        let clock = ContinuousClock()
        let end = clock.now + Self.turnPatience
        do {
            while flock(descriptor, LOCK_EX | LOCK_NB) != 0, clock.now < end {
                try await clock.sleep(for: .milliseconds(50))
            }
        } catch {
            close(descriptor)
            throw error
        }
        return Turn(descriptor: descriptor)
    }

    /// The right to renew the tokens of a file.
    struct Turn {
        fileprivate let descriptor: Int32

        /// Lets the next one renew them.
        func end() { close(descriptor) }
    }

    /// Puts tokens in place, whole or not at all, so that only the user can read the file.
    ///
    /// - Throws: `ApplyError` if another program keeps the file, or it cannot be written.
    func write(_ tokens: OpenIDTokens) async throws {
        let lock = "\(target).lock"
        try await take(lock)
        defer { unlink(lock) }
        guard let file = try source() else { throw ApplyError.tokensNotKept(place.path, "it is not there any more") }
        guard let bytes = Self.edited(file, user: place.user, tokens) else {
            throw ApplyError.tokensNotKept(
                place.path,
                "it does not define user '\(place.user)' in a way that rad can change"
            )
        }
        do throws(FileError) {
            let slash = target.lastIndex(of: "/") ?? target.startIndex
            guard let folder = try Folder.open(slash == target.startIndex ? "/" : String(target[..<slash])) else {
                throw FileError("open", target)
            }
            try folder.write(bytes, to: String(target[target.index(after: slash)...]), .personal, durably: true)
        } catch {
            throw ApplyError.tokensNotKept(place.path, error.reason)
        }
    }

    /// The file itself, if the path is that of a link.
    private var target: String {
        guard let real = realpath(place.path, nil) else { return place.path }
        defer { free(real) }
        return String(cString: real)
    }

    /// Takes the lock by which programs of Kubernetes keep each other from writing a kubeconfig.
    private func take(_ lock: String) async throws {
        let clock = ContinuousClock()
        let end = clock.now + Self.patience
        while true {
            let descriptor = open(lock, O_CREAT | O_EXCL | O_CLOEXEC | O_WRONLY, 0)
            if descriptor >= 0 {
                close(descriptor)
                return
            }
            let reason = errno
            guard reason == EEXIST, clock.now < end else {
                let words = strerror(reason).map { String(cString: $0).lowercased() } ?? "error \(reason)"
                throw ApplyError.tokensNotKept(
                    place.path,
                    reason == EEXIST ? "another program keeps '\(lock)'" : "cannot make '\(lock)': \(words)"
                )
            }
            try await clock.sleep(for: .milliseconds(50))
        }
    }

    private func source() throws(ApplyError) -> SourceFile? {
        do throws(KubeconfigFiles.FileProblem) {
            return try KubeconfigFiles.bytes(of: place.path).map { SourceFile(path: place.path, bytes: $0) }
        } catch {
            throw .tokensNotKept(place.path, error.reason)
        }
    }
}

// What a file says, as text.
extension KubeconfigTokens {
    /// A file with other tokens; all else is as it was, byte for byte.
    ///
    /// - Returns: The bytes; `nil` if the user is not defined there so that the text can be changed.
    static func edited(_ file: SourceFile, user: String, _ tokens: OpenIDTokens) -> [UInt8]? {
        let others = others(than: user, in: file)
        var file = file
        for (name, value) in [("refresh-token", tokens.refreshToken), ("id-token", tokens.idToken)] {
            guard let value else { continue }
            guard let config = config(of: user, in: file) else { return nil }
            if config[name]?.value.stringValue == value { continue }
            guard let bytes = changed(file, config, name, value) else { return nil }
            file = SourceFile(path: file.path, bytes: bytes)
            var wanted = config.members
            wanted[name] = .string(value)
            guard self.config(of: user, in: file)?.members == wanted else { return nil }
        }
        // An alias would change what others say, too.
        return self.others(than: user, in: file) == others ? file.bytes : nil
    }

    private static func changed(_ file: SourceFile, _ config: Document, _ name: String, _ value: String) -> [UInt8]? {
        guard case .object(let members) = config.content else { return nil }
        if let present = members.first(where: { $0.name == name })?.value {
            let former = present.span.text
            let isPlain = former.first.map { $0.isLetter || $0.isNumber } ?? false
            let end = former.hasSuffix("\n") ? "\n" : ""
            return file.replacing(present.span.range, with: (isPlain ? plain(value) : quoted(value)) + end)
        }
        guard let first = members.first else { return nil }
        let start = first.nameSpan.range.lowerBound
        guard config.span.text.first != "{" else {
            return file.replacing(start..<start, with: "\(quoted(name)): \(quoted(value)), ")
        }
        let lineStart = file.bytes[..<start].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let indentation = String(repeating: " ", count: start - lineStart)
        return file.replacing(start..<start, with: "\(name): \(plain(value))\n\(indentation)")
    }

    /// The text as it stands without quotes, if it means itself then.
    private static func plain(_ text: String) -> String {
        let isSafe = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            case _: false
            }
        }
        // Words such as 'true' and numbers mean something else.
        return isSafe && text.utf8.count > 32 && text.first?.isLetter == true ? text : quoted(text)
    }

    private static func quoted(_ text: String) -> String { Value.string(text).json(.compact) }

    /// What a file says besides a user.
    private static func others(than user: String, in file: SourceFile) -> [Value] {
        let document = YAMLReader.read(file).documents.first
        guard case .object(let members)? = document?.content else { return [] }
        return members.flatMap { member -> [Value] in
            guard member.name == "users", case .array(let users) = member.value.content else {
                return [.string(member.name), member.value.value]
            }
            return users.map(\.value).filter { $0["name"]?.stringValue != user }
        }
    }

    /// The settings of a user's provider: the first user of the name counts.
    private static func config(of user: String, in file: SourceFile) -> Document? {
        let users = YAMLReader.read(file).documents.first?["users"]
        guard case .array(let entries)? = users?.content else { return nil }
        let entry = entries.first { $0["name"]?.value.stringValue == user }
        return entry?["user"]?["auth-provider"]?["config"]
    }
}

extension SourceFile {
    fileprivate func replacing(_ range: Range<Int>, with text: String) -> [UInt8] {
        bytes[..<range.lowerBound] + Array(text.utf8) + bytes[range.upperBound...]
    }
}

extension Document {
    /// The members of an object, whose order does not matter.
    fileprivate var members: [String: Value] {
        guard case .object(let members) = content else { return [:] }
        return Dictionary(members.map { ($0.name, $0.value.value) }) { first, _ in first }
    }
}
