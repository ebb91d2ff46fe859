import Documents
import Engine
import Glibc
import Recipes

/// How Terraform is kept from fetching anything: it takes providers from this machine alone, and finds no way out.
struct TerraformOffline {
    /// The text of a configuration of the command line that names all places of this machine.
    let configuration: String

    /// Takes what the user's own configuration says of this machine.
    ///
    /// - Parameters:
    ///   - environment: The variables of this process.
    ///   - programs: The folder of providers that were fetched before.
    init(_ environment: [String: String], programs: String) {
        let file = environment["TF_CLI_CONFIG_FILE"] ?? environment["HOME"].map { "\($0)/.terraformrc" }
        let mirrors = TerraformMirrors(of: file.flatMap { Self.bytes(of: $0) } ?? [])
        let folders = [programs] + (mirrors.blocks.isEmpty ? Self.impliedFolders(environment) : [])
        let found = folders.filter { access($0, R_OK | X_OK) == 0 }.map { "    path = \(Self.quoted($0))\n" }
        let blocks = (mirrors.blocks + found).map { "  filesystem_mirror {\n\($0)  }\n" }
        let overrides = mirrors.overrides.map { ["  dev_overrides {\n\($0)  }\n"] } ?? []
        configuration = "provider_installation {\n\((overrides + blocks).joined())}\n"
    }

    /// Variables that leave `terraform init` no way to anything that is not on this machine.
    ///
    /// No server listens on port 9; servers of this machine itself are still reached.
    static let variables = [
        "HTTP_PROXY": nowhere, "HTTPS_PROXY": nowhere, "http_proxy": nowhere, "https_proxy": nowhere,
        "NO_PROXY": "", "no_proxy": "", "GIT_ALLOW_PROTOCOL": "file",
    ]

    private static let nowhere = "http://127.0.0.1:9"

    /// Where Terraform looks by itself (Terraform 1.0, on Linux).
    private static func impliedFolders(_ environment: [String: String]) -> [String] {
        let home = environment["HOME"].map { ["\($0)/.terraform.d/plugins", "\($0)/.local/share/terraform/plugins"] }
        return (home ?? []) + ["/usr/local/share/terraform/plugins", "/usr/share/terraform/plugins"]
    }

    private static func quoted(_ text: String) -> String {
        "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    }

    private static func bytes(of path: String) -> [UInt8]? {
        guard let slash = path.lastIndex(of: "/"), let folder = try? Folder.open(String(path[..<slash])) else {
            return nil
        }
        return try? folder.read(String(path[path.index(after: slash)...]))
    }
}
