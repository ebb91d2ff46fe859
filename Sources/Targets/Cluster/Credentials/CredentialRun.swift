import Diagnostics
import Documents
import Engine
import HTTP
import Processes

/// One run of a program that signs in (client.authentication.k8s.io).
struct CredentialRun {
    private let program: CredentialProgram
    private let environment: [String: String]

    /// A program that waits for a browser may take a while.
    private static let limit: Duration = .seconds(120)

    init(_ program: CredentialProgram, environment: [String: String]) {
        self.program = program
        self.environment = environment
    }

    /// Runs the program, without a shell and without a terminal, and reads what it prints.
    ///
    /// - Throws: `ApplyError` if it is missing, fails, or prints something else than credentials.
    func credentials() async throws -> Credentials {
        guard !program.mustAsk else { throw ApplyError.programMustAsk(program.command) }
        let file =
            program.command.contains("/")
            ? Program(path: program.command) : Program.find(program.command, in: environment["PATH"] ?? "")
        guard let file, file.isExecutable else {
            throw ApplyError.programMissing(program.command, hint: program.installHint)
        }
        var variables = environment
        for (name, value) in program.environment { variables[name] = value }
        variables["KUBERNETES_EXEC_INFO"] = info
        var run = ProgramRun(file, program.arguments, environment: variables)
        run.timeLimit = Self.limit
        run.sizeLimit = 1 << 20
        let outcome: ProgramRun.Outcome
        do throws(ProgramError) {
            outcome = try await run.run()
        } catch {
            throw ApplyError.programFailed(program.command, cause: error.description)
        }
        guard outcome.status == 0 else {
            let said = String(decoding: outcome.error, as: UTF8.self).split(separator: "\n").suffix(3)
            let words = said.joined(separator: " ")
            throw ApplyError.programFailed(
                program.command,
                cause: words.isEmpty ? "status \(outcome.status)" : "status \(outcome.status), \(words)"
            )
        }
        return try Self.credentials(printed: outcome.output, by: program)
    }

    /// What the program is told about what it is for.
    var info: String {
        var spec: Value = ["interactive": false]
        if let cluster = program.cluster {
            var members = cluster.map { ($0.name, Value.string($0.value)) }
            if program.skipsVerification { members.append(("insecure-skip-tls-verify", true)) }
            spec = ["interactive": false, "cluster": .object(ValueObject(members))]
        }
        let info: Value = ["apiVersion": .string(program.apiVersion), "kind": "ExecCredential", "spec": spec]
        return info.json(.compact)
    }

    /// Reads an `ExecCredential`.
    ///
    /// - Throws: `ApplyError` if it is none, of another version, or empty.
    static func credentials(printed bytes: [UInt8], by program: CredentialProgram) throws(ApplyError) -> Credentials {
        let file = SourceFile(path: program.command, bytes: bytes)
        guard let answer = JSONReader.read(file).document?.value, answer["kind"]?.stringValue == "ExecCredential" else {
            throw .programAnswer(program.command, found: "something else than an ExecCredential")
        }
        guard let version = answer["apiVersion"]?.stringValue, version == program.apiVersion else {
            let found = answer["apiVersion"]?.stringValue ?? "no version"
            throw .programAnswer(program.command, found: "'\(found)', expected '\(program.apiVersion)'")
        }
        let status = answer["status"]
        var credentials = Credentials()
        if let token = status?["token"]?.stringValue, !token.isEmpty { credentials = .token(token) }
        if let certificate = status?["clientCertificateData"]?.stringValue,
            let key = status?["clientKeyData"]?.stringValue
        {
            credentials.certificate = HTTPClient.ClientCertificate(
                certificate: .bytes(Array(certificate.utf8)),
                key: .bytes(Array(key.utf8))
            )
        }
        guard credentials.authorization != nil || credentials.certificate != nil else {
            throw .programAnswer(program.command, found: "neither a token nor a certificate with its key")
        }
        if let text = status?["expirationTimestamp"]?.stringValue {
            guard let moment = Moment(text) else {
                throw .programAnswer(program.command, found: "the time '\(text)', expected one as RFC 3339 has it")
            }
            credentials.expiration = moment.seconds
        }
        return credentials
    }
}

/// A moment as the API of Kubernetes writes it: `2026-01-31T08:15:00Z` (RFC 3339).
struct Moment {
    let seconds: Int64

    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            [UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: " ")].contains(bytes[10]),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":")
        else { return nil }
        func number(_ range: Range<Int>) -> Int64? {
            bytes[range].allSatisfy { 48...57 ~= $0 } ? Int64(String(decoding: bytes[range], as: UTF8.self)) : nil
        }
        guard let year = number(0..<4), let month = number(5..<7), 1...12 ~= month, let day = number(8..<10),
            1...31 ~= day, let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19)
        else { return nil }
        var rest = bytes[19...]
        if rest.first == UInt8(ascii: ".") { rest = rest.dropFirst().drop { 48...57 ~= $0 } }
        var offset: Int64 = 0
        if rest.count == 6, let sign = rest.first, [43, 45].contains(sign) {
            let start = rest.startIndex
            guard let hours = number(start + 1..<start + 3), let minutes = number(start + 4..<start + 6) else {
                return nil
            }
            offset = (hours * 3600 + minutes * 60) * (sign == 43 ? 1 : -1)
        } else {
            guard rest.count == 1, rest.first == UInt8(ascii: "Z") || rest.first == UInt8(ascii: "z") else {
                return nil
            }
        }
        let days = Self.days(year, month, day)
        seconds = ((days * 24 + hour) * 60 + minute) * 60 + second - offset
    }

    /// Days since 1970 in the Gregorian calendar: years start in March, so that the leap day is their last.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month > 2 ? year : year - 1
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
    }
}
