/// A command of Terraform as rad runs it: without questions and without colours.
enum TerraformCommand: Sendable, Equatable {
    /// With a state that stands in the folder taken over to where states are kept, or without.
    case initialize(takesState: Bool)
    case apply
    case destroy
    case plan(file: String)
    /// A plan that only looks at what there is.
    case refresh(file: String)
    case show(file: String)

    /// The word after `terraform`.
    var name: String {
        switch self {
        case .initialize: "init"
        case .apply: "apply"
        case .destroy: "destroy"
        case .plan, .refresh: "plan"
        case .show: "show"
        }
    }

    var arguments: [String] {
        switch self {
        case .initialize(let takesState):
            ["init", "-input=false", "-no-color"] + (takesState ? ["-force-copy"] : [])
        case .apply: ["apply", "-input=false", "-no-color", "-auto-approve", "-lock-timeout=10m"]
        case .destroy: ["destroy", "-input=false", "-no-color", "-auto-approve", "-lock-timeout=10m"]
        case .plan(let file): ["plan", "-input=false", "-no-color", "-lock=false", "-out=\(file)"]
        case .refresh(let file):
            ["plan", "-input=false", "-no-color", "-lock=false", "-refresh-only", "-out=\(file)"]
        case .show(let file): ["show", "-json", "-no-color", file]
        }
    }

    /// Whether the command may change what there is, so that its state counts whatever its end.
    var keepsState: Bool {
        switch self {
        case .apply, .destroy: true
        case .initialize, .plan, .refresh, .show: false
        }
    }
}
