import Diagnostics
import Documents
import Engine
import Recipes

/// All that Terraform is run with for one module, as it is kept, sealed, for the day on which it is removed.
struct TerraformSettingsFile {
    private let value: Value

    /// What is to be run for an object.
    init(of output: OutputResource) {
        var members = output.body.objectValue ?? [:]
        members["folder"] = output.sourceFolder.map { .string($0) }
        // Written out, nothing tells them from the rest any more.
        members["secrets"] = .secret(.array(output.body.secretTexts.map { .string($0) }))
        value = .object(members)
    }

    /// What was kept; `nil` if it cannot be read.
    init?(bytes: [UInt8]) {
        let (document, diagnostics) = JSONReader.read(SourceFile(path: "module", bytes: bytes))
        guard let document, !diagnostics.hasErrors else { return nil }
        value = document.value
    }

    /// What says nothing.
    static let empty = TerraformSettingsFile(value: [:])

    private init(value: Value) { self.value = value }

    var bytes: [UInt8] {
        var json = JSONWriter()
        value.write(to: &json, disclosing: .revealed)
        return json.bytes
    }

    /// The root module; without the call if the called module is not there any more, which Terraform can destroy
    /// without.
    var rootModule: Value { value["rootModule"] ?? [:] }

    /// The folder of the called module.
    var sourceFolder: String? { value["folder"]?.stringValue }

    /// The variables that the environment asks for.
    var environment: [String: String] {
        Dictionary(
            (value["environment"]?.objectValue ?? [:]).compactMap { name, value in
                value.revealed.stringValue.map { (name, $0) }
            },
            uniquingKeysWith: { _, last in last }
        )
    }

    /// What modules and providers are fetched with.
    var access: TerraformAccess { TerraformAccess(value["access"]?.objectValue ?? [:]) }

    /// Every text that must not be printed, and every line of one: Terraform prints line by line.
    var secrets: [String] {
        let texts = (value["secrets"]?.revealed.arrayValue ?? []).compactMap(\.stringValue) + access.secrets
        let lines = texts.flatMap { $0.split(separator: "\n").map(String.init) }
        return Set(texts + lines).filter { !$0.isEmpty }.sorted { ($1.utf8.count, $1) < ($0.utf8.count, $0) }
    }
}
