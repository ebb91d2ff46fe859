import Documents
import Engine
import Targets

extension Session {
    /// What runs Terraform in this workspace; its states are beside those of rad.
    func terraform(_ key: StateKey) -> TerraformTarget {
        TerraformTarget(
            TerraformTarget.Configuration(
                folder: "\(stateFolder)/terraform",
                cacheFolder: LocalFiles.absolute(ModuleCache.root),
                environment: .process,
                isStopping: { Interruption.isRequested },
                onLine: { resource, line in Terminal.standardError.write("  \(resource) │ \(line)\n") }
            ),
            key: key
        )
    }

    /// What Terraform would do for the modules of a plan that change and of which everything is known.
    ///
    /// - Throws: `Failure` if Terraform is missing or refuses.
    func previews(of plan: Plan, _ key: StateKey) async throws -> [OutputResourceID: TerraformPreview] {
        let modules = plan.changes.compactMap { change -> OutputResource? in
            guard let wanted = change.wanted, wanted.platform == .terraform, change.action != .noOp else { return nil }
            return wanted.body.isKnown ? wanted : nil
        }
        guard !modules.isEmpty else { return [:] }
        Interruption.listen()
        let target = terraform(key)
        do {
            return try await withThrowingTaskGroup(of: (OutputResourceID, TerraformPreview).self) { group in
                var previews: [OutputResourceID: TerraformPreview] = [:]
                for (place, module) in modules.enumerated() {
                    if place >= target.width, let (id, preview) = try await group.next() { previews[id] = preview }
                    group.addTask { (module.id, try await target.preview(module)) }
                }
                for try await (id, preview) in group { previews[id] = preview }
                return previews
            }
        } catch let error as ApplyError {
            throw Failure(.refusal(error))
        }
    }
}

extension DeploymentState {
    /// Whether Terraform made any of it, or may have.
    var usesTerraform: Bool { (outputs + uncertain).contains { $0.platform == .terraform } }
}
