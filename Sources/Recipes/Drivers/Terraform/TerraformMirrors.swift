internal import Documents

/// Where a configuration of Terraform's command line says that providers lie on this machine.
public struct TerraformMirrors: Sendable, Equatable {
    /// A block `filesystem_mirror`: its text as it was written, whatever its layout.
    public let blocks: [String]
    /// What stands in the block `dev_overrides`; `nil` if there is none.
    public let overrides: String?

    /// Reads a configuration; what cannot be read says nothing.
    public init(of bytes: [UInt8]) {
        let body = (try? HCLBody.read(bytes)) ?? HCLBody()
        let installations = body.blocks.filter { $0.type == "provider_installation" }.flatMap(\.body.blocks)
        blocks = installations.filter { $0.type == "filesystem_mirror" }.map(\.body.lines)
        overrides = installations.last { $0.type == "dev_overrides" }?.body.lines
    }
}

extension HCLBody {
    /// The attributes, a line for each.
    fileprivate var lines: String {
        attributes.map { "    \(Value.string($0.name).json(.compact)) = \($0.expression.source)\n" }.joined()
    }
}
