import ArgumentParser

/// Whether modules that are missing from the cache are fetched first.
struct RestoreOptions: ParsableArguments {
    @Flag(help: "Do not fetch modules of registries that are missing from the cache.")
    var noRestore = false

    /// Reads files, and fetches what is missing unless that was forbidden.
    func files(_ files: LocalFiles) -> RestoringFiles { RestoringFiles(files, noRestore ? .none : .missing) }
}

/// How registries are spoken to.
struct RegistryOptions: ParsableArguments {
    @Flag(help: "Speak HTTP without TLS to the registry, for one on your machine.")
    var plainHttp = false
}
