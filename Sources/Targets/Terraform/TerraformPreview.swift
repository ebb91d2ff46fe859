import Diagnostics
import Documents
public import Engine

/// What Terraform would do for one module.
public struct TerraformPreview: Sendable, Equatable {
    /// What happens to one object of a module.
    public struct Step: Sendable, Equatable {
        public let action: Change.Action
        /// Its address inside the recipe's module: `random_password.admin`.
        public let address: String
        public let type: String
    }

    public let steps: [Step]

    /// Reads the plan that `terraform show -json` prints.
    ///
    /// - Throws: `ApplyError` if it cannot be read.
    init(json bytes: [UInt8], of name: String) throws {
        let (document, diagnostics) = JSONReader.read(SourceFile(path: "plan", bytes: bytes))
        guard let document, !diagnostics.hasErrors else {
            throw ApplyError.terraformFailed(.show(file: "plan"), of: name, status: 0, cause: "it printed no JSON")
        }
        steps = (document.value["resource_changes"]?.arrayValue ?? []).compactMap { change in
            let actions = (change["change"]?["actions"]?.arrayValue ?? []).compactMap(\.stringValue)
            guard let action = Self.action(actions), let address = change["address"]?.stringValue,
                change["mode"]?.stringValue != "data"
            else { return nil }
            return Step(
                action: action,
                address: Self.inner(address),
                type: change["type"]?.stringValue ?? ""
            )
        }
    }

    private static func action(_ words: [String]) -> Change.Action? {
        switch words {
        case ["create"]: .create
        case ["update"]: .update
        case ["delete"]: .delete
        case ["delete", "create"], ["create", "delete"]: .replace
        case _: nil
        }
    }

    /// The address without the call of the root module.
    static func inner(_ address: String) -> String {
        let parts = address.split(separator: ".", maxSplits: 2)
        return parts.count == 3 && parts[0] == "module" ? String(parts[2]) : address
    }
}
