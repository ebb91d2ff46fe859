import ArgumentParser

/// Where a command works: workspace, group, and the configuration that knows them.
struct ScopeOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: ArgumentHelp("The workspace to use.", valueName: "workspace"))
    var workspace: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("The resource group to use.", valueName: "group"))
    var group: String?

    @Option(help: ArgumentHelp("The configuration file (default: ~/.rad/config.yaml).", valueName: "file"))
    var config: String?

    @Option(
        help: ArgumentHelp(
            "Where the directory workspace writes its output (default: .rad/out).",
            valueName: "dir"
        )
    )
    var outputDir: String?
}

/// `-e`, for commands that need an environment.
struct EnvironmentOption: ParsableArguments {
    @Option(
        name: [.short, .customLong("environment")],
        help: ArgumentHelp("The environment, by name or id.", valueName: "environment")
    )
    var environment: String?
}

/// `-a`, for commands that need an application.
struct ApplicationOption: ParsableArguments {
    @Option(
        name: [.short, .customLong("application")],
        help: ArgumentHelp("The application, by name or id.", valueName: "application")
    )
    var application: String?
}

/// `-p`, for commands that read a definition.
struct ParameterOptions: ParsableArguments {
    @Option(
        name: [.short, .customLong("parameters")],
        help: ArgumentHelp(
            "A parameter: NAME=VALUE, NAME=@FILE (JSON), @FILE (ARM parameters), or FILE.bicepparam. May be repeated; later ones win.",
            valueName: "parameter"
        )
    )
    var parameters: [String] = []
}

extension ApplicationOption {
    /// The application that was named, as an argument or with `-a`.
    func name(or argument: String?) throws -> String {
        switch (argument, application) {
        case (let name?, nil), (nil, let name?): return name
        case (nil, nil): throw ValidationError("Name an application, as an argument or with -a.")
        case (.some, .some): throw ValidationError("Name the application once, as an argument or with -a.")
        }
    }
}

extension EnvironmentOption {
    /// The environment that was named, as an argument or with `-e`.
    func name(or argument: String?) throws -> String? {
        guard argument == nil || environment == nil else {
            throw ValidationError("Name the environment once, as an argument or with -e.")
        }
        return argument ?? environment
    }
}
