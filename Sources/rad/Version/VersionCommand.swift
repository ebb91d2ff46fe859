import ArgumentParser
import Documents

/// Prints the version.
struct VersionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version",
        abstract: "Print the version of rad.",
        discussion: """
            EXAMPLES
              rad version
              rad version -o json
            """
    )

    @OptionGroup var output: OutputOptions

    func run() async throws {
        var table = Table("RELEASE", "BICEP", "ACI API")
        table.append(Release.version, Release.bicepLanguage, Release.containerInstancesAPI)
        output.format.print(
            table: table.text,
            json: [
                "release": .string(Release.version),
                "bicep": .string(Release.bicepLanguage),
                "containerInstancesAPI": .string(Release.containerInstancesAPI),
            ]
        )
    }
}

/// What this build of rad is, and which versions of other people's definitions it follows.
enum Release {
    static let version = "0.1.0"
    /// The release of the Bicep compiler whose language rad reads.
    static let bicepLanguage = "0.46"
    /// The API version of `Microsoft.ContainerInstance` that rad writes.
    static let containerInstancesAPI = "2025-09-01"
}
