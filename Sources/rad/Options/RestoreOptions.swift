import ArgumentParser

/// Whether modules that are missing from the cache are fetched first.
struct RestoreOptions: ParsableArguments {
    @Flag(
        name: [.customLong("no-restore"), .customLong("offline")],
        help: "Do not fetch modules and recipes that are missing from the cache, as RAD_OFFLINE=1 does."
    )
    var noRestore = false

    /// Reads files, and fetches what is missing unless that was forbidden.
    func files(_ files: LocalFiles) -> RestoringFiles { RestoringFiles(files, noRestore ? .none : .missing) }
}

/// How registries are spoken to.
struct RegistryOptions: ParsableArguments {
    @Flag(help: "Speak HTTP without TLS to the registry, for one on your machine.")
    var plainHttp = false
}
