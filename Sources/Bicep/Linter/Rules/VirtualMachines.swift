/// Rules about virtual machines and the scripts that run on them.
///
/// `adminusername-should-not-be-literal`, `use-stable-vm-image`, `protect-commandtoexecute-secrets`.
extension Linter {
    /// Looks for names of administrators that are written out.
    mutating func lintAdministrators(in resource: BoundModule.ResourceDeclaration) {
        guard isOn(.adminUsernameShouldNotBeLiteral) else { return }
        lintAdministrators(below: resource.body)
    }

    private mutating func lintAdministrators(below expression: Expression) {
        guard case .object(let members) = expression.kind else {
            return expression.forEachChild { lintAdministrators(below: $0) }
        }
        for member in members {
            switch member {
            case .spread(let value): lintAdministrators(below: value)
            case .property(let name, let value):
                guard name.text?.lowercased() == "adminusername" else {
                    lintAdministrators(below: value)
                    continue
                }
                guard let text = shapes.literal(behind: value)?.text else { continue }
                report(.fixedAdministrator(text), at: value.range)
            }
        }
    }

    /// Looks for images that are a preview.
    mutating func lintMachineImage(of resource: BoundModule.ResourceDeclaration) {
        guard var image = resource.body.member("properties")?.member("storageProfile")?.member("imageReference") else {
            return
        }
        if case .variable(let index) = image.kind { image = module.variables[index].value }
        for member in image.members where ["offer", "sku", "version"].contains(member.name) {
            guard let text = member.value.text, text.lowercased().contains("preview") else { continue }
            report(.previewImage(member.name, text), at: member.value.range)
        }
    }

    /// Looks for secrets in a command that is kept in clear.
    mutating func lintCommand(of resource: BoundModule.ResourceDeclaration) {
        guard resource.type.lowercased().hasSuffix("/extensions"),
            let properties = resource.body.member("properties"),
            let command = properties.member("settings")?.members.first(where: { $0.name == "commandToExecute" }),
            let type = properties.member("type")?.text, let publisher = properties.member("publisher")?.text,
            Self.scriptExtensions.contains("\(publisher)/\(type)".lowercased()),
            let secret = possibleSecrets(in: command.value).first
        else { return }
        report(.secretInCommand(secret.name), at: command.nameRange)
    }

    private static let scriptExtensions: Set<String> = [
        "microsoft.azure.extensions/customscript", "microsoft.compute/customscriptextension",
        "microsoft.ostcextensions/customscriptforlinux",
    ]
}

extension Linter.Finding {
    fileprivate static func fixedAdministrator(_ name: String) -> Self {
        Self(
            rule: .adminUsernameShouldNotBeLiteral,
            message: "the name of the administrator, '\(name)', is there for everybody to read",
            help: "use a parameter"
        )
    }

    fileprivate static func previewImage(_ property: String, _ text: String) -> Self {
        Self(
            rule: .useStableVirtualMachineImage,
            message: "the \(property) '\(text)' of the image is a preview",
            help: "use an image that has been released"
        )
    }

    fileprivate static func secretInCommand(_ secret: String) -> Self {
        Self(
            rule: .protectCommandToExecuteSecrets,
            message: "'commandToExecute' is kept in clear, and may tell a secret: \(secret)",
            help: "move commandToExecute from 'settings' to 'protectedSettings'"
        )
    }
}
