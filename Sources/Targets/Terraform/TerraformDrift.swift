import Diagnostics
import Documents
import Engine

/// What somebody else changed of what a module of Terraform made.
public struct TerraformDrift: Sendable, Equatable {
    /// An object that is not as Terraform left it.
    public struct Object: Sendable, Equatable {
        /// Its address inside the recipe's module: `random_password.admin`.
        public let address: String
        public let type: String
        public let isGone: Bool
        /// The attributes that differ, by their names; none if it is gone.
        public let attributes: [String]
    }

    public private(set) var objects: [Object] = []

    /// Nothing has changed.
    init() {}

    /// Reads a plan that only looks, as `terraform show -json` prints it.
    ///
    /// - Throws: `ApplyError` if it cannot be read.
    init(json bytes: [UInt8], of name: String) throws {
        let (document, diagnostics) = JSONReader.read(SourceFile(path: "plan", bytes: bytes))
        guard let document, !diagnostics.hasErrors else {
            throw ApplyError.terraformFailed(.show(file: "plan"), of: name, status: 0, cause: "it printed no JSON")
        }
        objects = (document.value["resource_drift"]?.arrayValue ?? []).compactMap { drift -> Object? in
            guard let address = drift["address"]?.stringValue, let change = drift["change"],
                drift["mode"]?.stringValue != "data"
            else { return nil }
            let (before, after) = (change["before"]?.objectValue ?? [:], change["after"]?.objectValue)
            let names = Set(before.names).union((after ?? [:]).names)
            let different = names.filter { (before[$0] ?? .null) != (after?[$0] ?? .null) }.sorted()
            return Object(
                address: TerraformPreview.inner(address),
                type: drift["type"]?.stringValue ?? "",
                isGone: after == nil,
                attributes: after == nil ? [] : different
            )
        }
    }
}
