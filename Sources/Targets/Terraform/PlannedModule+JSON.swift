import Diagnostics
import Documents
import Engine
import Recipes

extension PlannedModule {
    /// Reads the plan that `terraform show -json` prints (Terraform's JSON output format, 1.0 and later).
    ///
    /// - Throws: `ApplyError` if it cannot be read.
    init(json bytes: [UInt8], of name: String) throws {
        let (document, diagnostics) = JSONReader.read(SourceFile(path: "plan", bytes: bytes))
        guard let document, !diagnostics.hasErrors else {
            throw ApplyError.terraformFailed(.show(file: "plan"), of: name, status: 0, cause: "it printed no JSON")
        }
        let plan = document.value
        let objects = (plan["resource_changes"]?.arrayValue ?? []).compactMap { change -> Object? in
            guard change["mode"]?.stringValue != "data", let address = change["address"]?.stringValue,
                let type = change["type"]?.stringValue, let after = change["change"], !(after["after"]?.isNull ?? true)
            else { return nil }
            let inner = TerraformPreview.inner(address)
            return Object(
                address: inner,
                type: type,
                name: Self.name(inner, type: type),
                attributes: after.planned.objectValue ?? [:]
            )
        }
        let outputs = (plan["output_changes"]?.objectValue ?? [:]).map { name, change in (name, change.planned) }
        self.init(objects: objects, outputs: ValueObject(outputs))
    }

    /// An address without the type in it.
    private static func name(_ address: String, type: String) -> String {
        let parts = address.split(separator: ".", omittingEmptySubsequences: false)
        guard let place = parts.lastIndex(where: { $0 == type }) else { return address }
        return (parts[..<place] + parts[(place + 1)...]).joined(separator: ".")
    }
}

extension Value {
    /// What a change comes to: known from `after`, unknown where `after_unknown` says so, secret by `after_sensitive`.
    fileprivate var planned: Value {
        (self["after"] ?? .null).masked(unknown: self["after_unknown"], sensitive: self["after_sensitive"])
    }

    private func masked(unknown: Value?, sensitive: Value?) -> Value {
        if sensitive?.boolValue == true { return masked(unknown: unknown, sensitive: nil).concealed }
        if unknown?.boolValue == true {
            return .unknown(Unknown(expression: "terraform", sources: ["terraform"]) { _ in .null })
        }
        switch self {
        case .object(let members):
            let others = unknown?.objectValue.map { Array($0.names) } ?? []
            let names = Array(members.names) + others.filter { members[$0] == nil }
            return .object(
                ValueObject(
                    names.map { name in
                        let part = members[name] ?? .null
                        return (name, part.masked(unknown: unknown?[name], sensitive: sensitive?[name]))
                    }
                )
            )
        case .array(let elements):
            let masks = (unknown?.arrayValue ?? [], sensitive?.arrayValue ?? [])
            return .array(
                elements.enumerated().map { index, element in
                    element.masked(
                        unknown: index < masks.0.count ? masks.0[index] : nil,
                        sensitive: index < masks.1.count ? masks.1[index] : nil
                    )
                }
            )
        case .null:
            // An object of which nothing is known yet is null.
            guard let members = unknown?.objectValue, !members.isEmpty else { return self }
            return Value.object([:]).masked(unknown: unknown, sensitive: sensitive)
        case .bool, .integer, .number, .string, .secret, .unknown: return self
        }
    }
}
