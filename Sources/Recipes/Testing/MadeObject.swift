internal import AppModel
internal import Documents

/// One thing that a recipe makes, as tests name it, whatever makes it.
struct MadeObject {
    /// `apps/Deployment`, `core/Service`, `Microsoft.Cache/redis`, `null_resource`.
    let kind: String
    let name: String
    /// The namespace, if the recipe says which.
    let namespace: String
    /// What tells it from all others.
    let address: String
    let body: ValueObject

    init(_ output: RecipeOutput) {
        switch output.kind {
        case .kubernetes(let group, _, let kind, let namespace):
            self.kind = "\(group.isEmpty ? "core" : group)/\(kind)"
            self.namespace = namespace
        case .azure(_, let type, _), .aws(_, let type):
            kind = type
            namespace = ""
        }
        name = output.name
        address = output.address
        body = output.body
    }

    init(_ object: PlannedModule.Object) {
        kind = object.type
        namespace = ""
        name = object.name
        address = object.address
        body = object.attributes
    }

    var label: String { Self.label(kind, name, nil) }

    static func label(_ kind: String, _ name: String, _ namespace: String?) -> String {
        "\(kind) \(name)" + (namespace.map { " in \($0)" } ?? "")
    }

    /// Whether a kind means this one; the group may be left out.
    func isOf(kind wanted: String) -> Bool {
        wanted == kind || !wanted.contains("/") && kind.hasSuffix("/\(wanted)")
    }

    func isCalled(_ kind: String, _ name: String, in namespace: String?) -> Bool {
        isOf(kind: kind) && self.name == name && (namespace == nil || namespace == self.namespace)
    }
}

/// What a recipe makes and gives, whatever it is written in.
struct MadeResult {
    let objects: [MadeObject]
    let values: ValueObject
    let secrets: ValueObject

    init(_ result: RecipeResult) {
        objects = result.outputs.map(MadeObject.init)
        values = result.values
        secrets = result.secrets
    }

    init(objects: [MadeObject], values: ValueObject, secrets: ValueObject) {
        self.objects = objects
        self.values = values
        self.secrets = secrets
    }
}
