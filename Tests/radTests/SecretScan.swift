import Foundation
import TestSupport

/// What a program printed and wrote, searched for secrets that belong into few places only.
struct SecretScan {
    private let folder: ScratchFolder
    /// What each command printed, by the command.
    private var printed: [(command: String, text: String)] = []

    init(_ folder: ScratchFolder) {
        self.folder = folder
    }

    /// Runs a command and keeps what it prints; gives its exit status and its errors if it failed.
    mutating func run(_ rad: Program, _ arguments: [String]) throws -> String? {
        let outcome = try rad.run(arguments)
        printed.append((arguments.joined(separator: " "), outcome.output + outcome.errors))
        return outcome.status == 0 ? nil : "\(arguments): \(outcome.status)\n\(outcome.errors)"
    }

    /// The secrets that recipes made by themselves, as they are written: GUIDs, alone or in base64, in what was
    /// written for secrets.
    func generated() throws -> Set<String> {
        var found: Set<String> = []
        for place in try secretPlaces() {
            let tokens = place.text.matches(of: /[A-Za-z0-9+\/]{40,}={0,2}/).map { String($0.output) }
            found.formUnion(tokens.filter { Self.decoded($0)?.wholeMatch(of: Self.guid) != nil })
            found.formUnion(place.text.matches(of: Self.guid).map { String($0.output) })
        }
        return found.filter { !$0.hasPrefix("00000000") }
    }

    /// Where a secret can be read that is not made for secrets; nothing of what was printed is.
    func leaks(of secret: String) throws -> [String] {
        let forms = [secret, Data(secret.utf8).base64EncodedString()] + [Self.decoded(secret)].compactMap { $0 }
        let said = printed.filter { entry in forms.contains { entry.text.contains($0) } }.map { "rad \($0.command)" }
        let written = try folder.files().filter { file in
            let text = try folder.read(ifText: file).split(separator: "\n").filter { !Self.isForSecrets($0, in: file) }
            return forms.contains { form in text.contains { $0.contains(form) } }
        }
        return said + written
    }

    /// What a text in base64 stands for, if that is a text.
    private static func decoded(_ text: String) -> String? {
        Data(base64Encoded: text).flatMap { String(bytes: $0, encoding: .utf8) }
    }

    /// The files in which a secret can be read where it belongs.
    func holders(of secret: String) throws -> [String] {
        try secretPlaces().filter { $0.text.contains(secret) }.map(\.file)
    }

    private static var guid: Regex<Substring> { /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/ }

    private func secretPlaces() throws -> [(file: String, text: String)] {
        try folder.files().filter { $0.hasPrefix(".rad/out/") }.map { file in
            let lines = try folder.read(file).split(separator: "\n").filter { Self.isForSecrets($0, in: file) }
            return (file, lines.joined(separator: "\n"))
        }
    }

    /// Whether a line of a file is part of a Secret of Kubernetes, or a secure property of an ARM resource.
    private static func isForSecrets(_ line: Substring, in file: String) -> Bool {
        guard file.hasPrefix(".rad/out/") else { return false }
        if file.contains("/secret-") { return true }
        return secureProperties.contains { line.contains("\"\($0)\":") }
    }

    /// What Azure never shows again: environment variables, passwords, files of a secret volume.
    private static let secureProperties = ["secureValue", "administratorLoginPassword", "init.sql", "01-init.sql"]
}

extension ScratchFolder {
    /// The bytes of a file as a text, whatever they are.
    fileprivate func read(ifText name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")), as: UTF8.self)
    }
}
