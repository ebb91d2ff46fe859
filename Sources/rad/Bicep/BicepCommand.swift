import ArgumentParser

/// Groups the commands about the language.
struct BicepCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bicep",
        abstract: "Check, format, evaluate, build and publish Bicep files, without the Bicep compiler.",
        subcommands: [
            BicepBuild.self, BicepLint.self, BicepFormat.self, BicepSnapshot.self, BicepBuildParameters.self,
            BicepRestore.self, BicepPublish.self,
        ]
    )
}
