import Diagnostics
import Documents

/// A state of Terraform, version 4 of its format.
struct TerraformState {
    private let document: Value

    /// Reads a state file; `nil` if it is none.
    init?(_ bytes: [UInt8], path: String) {
        let (document, diagnostics) = JSONReader.read(SourceFile(path: path, bytes: bytes))
        guard let document, !diagnostics.hasErrors, document.value["version"]?.integerValue != nil else { return nil }
        self.document = document.value
    }

    /// The outputs of the root module; the sensitive ones are secret.
    var outputs: ValueObject {
        ValueObject(
            (document["outputs"]?.objectValue ?? [:]).map { name, output in
                let value = output["value"] ?? .null
                return (name, output["sensitive"]?.boolValue == true ? value.concealed : value)
            }
        )
    }

    /// Whether Terraform has anything that it made.
    var isEmpty: Bool { resources.isEmpty }

    private var resources: [Value] {
        (document["resources"]?.arrayValue ?? []).filter { $0["mode"]?.stringValue == "managed" }
    }
}
