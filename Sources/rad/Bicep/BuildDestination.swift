import ArgumentParser
import Documents

/// Where the document goes that a file of the Bicep language comes to: beside it, unless an option says otherwise.
struct BuildDestination: ParsableArguments {
    @Flag(help: "Print the result instead of writing a file.")
    var stdout = false
    @Option(help: ArgumentHelp("The file to write (default: beside the source).", valueName: "file"))
    var outfile: String?
    @Option(help: ArgumentHelp("The folder to write to, under the usual name.", valueName: "folder"))
    var outdir: String?

    func validate() throws {
        guard [stdout, outfile != nil, outdir != nil].count(where: { $0 }) <= 1 else {
            throw ValidationError("Give one of --stdout, --outfile and --outdir.")
        }
    }

    /// Prints or writes a document, with the values in clear that its source has in clear.
    ///
    /// - Parameters:
    ///   - document: What the source comes to.
    ///   - source: The path of the source.
    ///   - ending: How the name of the source ends.
    ///   - replacement: How the usual name of the document ends instead.
    /// - Throws: If the file cannot be written; what was there before is there then.
    func write(_ document: Value, of source: String, replacing ending: String, with replacement: String) throws {
        let text = document.json(.pretty, disclosing: .revealed) + "\n"
        guard !stdout else { return Terminal.standardOutput.write(text) }
        let besides = LocalFiles.folder(of: source)
        let name = source.dropFirst(besides.count).dropLast(ending.count)
        let folder = outdir.map { $0.hasSuffix("/") ? $0 : $0 + "/" } ?? besides
        let path = outfile ?? "\(folder)\(name)\(replacement)"
        try AtomicFile.write(Array(text.utf8), to: LocalFiles.realPath(path) ?? path)
    }
}
