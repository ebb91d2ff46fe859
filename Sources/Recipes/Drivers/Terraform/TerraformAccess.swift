public import AppModel
internal import Bicep
public import Documents

/// What lets Terraform and git in where modules and providers are kept: tokens, names and passwords, mirrors.
public struct TerraformAccess: Sendable, Equatable {
    private let installation: ValueObject
    private let tokens: ValueObject
    private let git: ValueObject

    /// Nothing besides what the user has set up.
    public static let none = TerraformAccess([:])

    /// What the settings of an environment give; secrets that nobody has found are left out.
    public init(_ settings: TerraformSettings) { self.init(settings.access) }

    /// What the body of an object, or what is kept of one, gives.
    public init(_ members: ValueObject) {
        installation = members["installation"]?.objectValue ?? [:]
        tokens = members["tokens"]?.objectValue ?? [:]
        git = members["git"]?.objectValue ?? [:]
    }

    /// The text of the command line's configuration; `nil` if there is nothing in it.
    ///
    /// Tokens stand in it as they are: it is for a file that only the user can read.
    public var configuration: String? {
        let blocks = [installationBlock].compactMap { $0 } + credentialBlocks
        return blocks.isEmpty ? nil : blocks.joined(separator: "\n")
    }

    /// The variables by which git sends a name and a password to each host, and to no other.
    ///
    /// They are in no file and in no address, so that no message of git repeats them. Without TLS only this machine is
    /// told.
    public func variables(addingTo variables: [String: String]) -> [String: String] {
        let headers = git.compactMap { host, access in header(for: access).map { (host: host, header: $0) } }
        guard !headers.isEmpty else { return variables }
        var result = variables
        var count = variables["GIT_CONFIG_COUNT"].flatMap { Int($0) } ?? 0
        for (host, header) in headers {
            for scheme in Self.isThisMachine(host) ? ["https", "http"] : ["https"] {
                result["GIT_CONFIG_KEY_\(count)"] = "http.\(scheme)://\(host)/.extraHeader"
                result["GIT_CONFIG_VALUE_\(count)"] = header
                count += 1
            }
        }
        result["GIT_CONFIG_COUNT"] = String(count)
        return result
    }

    /// Every text that must not be printed, in every form in which it is sent.
    public var secrets: [String] {
        let headers = git.compactMap { header(for: $0.value)?.split(separator: " ").last.map(String.init) }
        let texts = tokens.compactMap(\.value.revealed.stringValue) + git.compactMap { pat(of: $0.value) }
        return (headers + texts).filter { !$0.isEmpty }
    }

    private func pat(of access: Value) -> String? { access["pat"]?.revealed.stringValue }

    private func header(for access: Value) -> String? {
        guard let pat = pat(of: access), !pat.isEmpty else { return nil }
        let user = access["username"]?.revealed.stringValue ?? ""
        // A token alone is the name, as Radius has it.
        let pair = user.isEmpty ? "\(pat):" : "\(user):\(pat)"
        return "Authorization: Basic \(Base64.encoded(Array(pair.utf8)))"
    }

    private static func isThisMachine(_ host: String) -> Bool {
        let name = host.split(separator: ":").first.map(String.init) ?? host
        return ["localhost", "127.0.0.1"].contains(name.lowercased())
    }

    // MARK: - The command line's configuration

    private var installationBlock: String? {
        let blocks = [("network_mirror", "networkMirror"), ("direct", "direct")].compactMap { name, member -> String? in
            guard let members = installation[member]?.objectValue else { return nil }
            let url = members["url"]?.stringValue.map { ["url = \(Self.quoted($0))"] } ?? []
            let lists = ["include", "exclude"].compactMap { list -> String? in
                guard let texts = members[list]?.arrayValue, !texts.isEmpty else { return nil }
                return "\(list) = [\(texts.compactMap(\.stringValue).map(Self.quoted).joined(separator: ", "))]"
            }
            return "  \(name) {\n" + (url + lists).map { "    \($0)\n" }.joined() + "  }\n"
        }
        return blocks.isEmpty ? nil : "provider_installation {\n\(blocks.joined())}\n"
    }

    private var credentialBlocks: [String] {
        tokens.sorted { $0.key < $1.key }.compactMap { host, token in
            token.revealed.stringValue.map {
                "credentials \(Self.quoted(host)) {\n  token = \(Self.quoted($0))\n}\n"
            }
        }
    }

    /// A text as HCL has it.
    private static func quoted(_ text: String) -> String {
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
        return "\"\(escaped)\""
    }
}
