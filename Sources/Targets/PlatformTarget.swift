public import Diagnostics
public import Documents
public import Engine

/// A target for objects of which Terraform makes some: each goes to whom its platform belongs to.
public struct PlatformTarget: Target {
    private let main: any Target
    private let terraform: TerraformTarget

    /// Joins the target of a deployment to what runs Terraform.
    public init(_ main: any Target, terraform: TerraformTarget) {
        self.main = main
        self.terraform = terraform
    }

    public var width: Int { main.width + terraform.width }

    public func prepare(for plan: Plan, from state: DeploymentState) async throws {
        try await main.prepare(for: plan, from: state)
    }

    public func announce(_ plan: Plan) async throws { try await main.announce(plan) }

    public func settle(_ members: @Sendable () -> [RecordedOutput]) async throws -> [Diagnostic] {
        try await main.settle(members)
    }

    public func isUnsettled(_ plan: Plan) -> Bool { main.isUnsettled(plan) }

    public func observe(_ candidates: [RecordedOutput]) async throws -> [OutputResourceID: Observation] {
        let found = try await main.observe(candidates.filter { $0.platform != .terraform })
        return found.merging(try await terraform.observe(candidates.filter { $0.platform == .terraform })) { $1 }
    }

    public func apply(_ output: OutputResource) async throws -> AppliedOutput {
        try await target(of: output.platform).apply(output)
    }

    public var awaitsReadiness: Bool { main.awaitsReadiness }

    public func wait(
        for output: OutputResource,
        _ applied: AppliedOutput,
        reporting report: @escaping @Sendable (Progress) -> Void
    ) async throws -> AppliedOutput {
        try await target(of: output.platform).wait(for: output, applied, reporting: report)
    }

    public func read(_ output: OutputResource) async throws -> Value {
        try await target(of: output.platform).read(output)
    }

    public func delete(_ output: RecordedOutput) async throws -> Removal {
        try await target(of: output.platform).delete(output)
    }

    private func target(of platform: OutputResource.Platform) -> any Target {
        switch platform {
        case .kubernetes, .azure, .aws: main
        case .terraform: terraform
        }
    }
}
