import ArgumentParser
import Bicep
import Diagnostics
import Glibc

/// Lays out Bicep files in the style of the language.
struct BicepFormat: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "format",
        abstract: "Lay out Bicep and parameter files in the style of the Bicep compiler's formatter.",
        discussion: """
            Files are rewritten in place, those that change only. Of a folder, all .bicep and .bicepparam files in it \
            and below are formatted, hidden folders left out. The section 'formatting' of the nearest bicepconfig.json \
            applies where no option says otherwise. What has mistakes in its syntax stays as it is.

            EXAMPLES
              rad bicep format main.bicep
              rad bicep format infra modules/network.bicep
              rad bicep format --pattern 'modules/**/*.bicep'

              See the result, or put it elsewhere:
                rad bicep format main.bicep --stdout
                rad bicep format main.bicep --outfile build/main.bicep
                rad bicep format - < main.bicep

              In a build: exits with 1 and names the files that are not formatted
                rad bicep format --check .
            """
    )

    @Argument(help: ArgumentHelp("Files and folders; - is standard input.", valueName: "path"))
    var paths: [String] = []
    @Option(
        help: ArgumentHelp("Format the files that match: * and ? in a name, ** for any folders.", valueName: "glob")
    )
    var pattern: [String] = []
    @Flag(help: "Write nothing; name the files that would change, and exit with 1 if there are any.")
    var check = false
    @Flag(help: "Print the result instead of writing a file.")
    var stdout = false
    @Option(help: ArgumentHelp("The file to write instead.", valueName: "file"))
    var outfile: String?
    @Option(help: ArgumentHelp("The folder to write the file to instead.", valueName: "folder"))
    var outdir: String?
    @OptionGroup var style: FormattingArguments

    func validate() throws {
        guard !paths.isEmpty || !pattern.isEmpty else {
            throw ValidationError("Give a file, a folder, or --pattern.")
        }
        guard [check, stdout, outfile != nil, outdir != nil].count(where: { $0 }) <= 1 else {
            throw ValidationError("Give one of --check, --stdout, --outfile and --outdir.")
        }
        guard !isElsewhere || (paths.count == 1 && pattern.isEmpty) else {
            throw ValidationError("--stdout, --outfile and --outdir are for one file.")
        }
    }

    /// Whether the result of one file goes to another place.
    private var isElsewhere: Bool { stdout || outfile != nil || outdir != nil }

    func run() throws {
        if isElsewhere || (paths == ["-"] && pattern.isEmpty) {
            let file = try FormattedFile(paths[0], style)
            return try check ? report([file], failures: []) : write(file)
        }
        let search = try BicepFileSearch(in: paths, matching: pattern)
        var files: [FormattedFile] = []
        var failures = search.problems
        for path in search.files {
            do {
                let file = try FormattedFile(path, style)
                if !check { try file.write(to: path) }
                files.append(file)
            } catch let failure as Failure {
                failures += failure.diagnostics
            }
        }
        try report(files, failures: failures)
    }

    private func write(_ file: FormattedFile) throws {
        Terminal.standardError.write(file.diagnostics)
        let name = file.path.dropFirst(LocalFiles.folder(of: file.path).count)
        if let outfile {
            try file.write(to: outfile)
        } else if let outdir {
            try file.write(to: "\(outdir.hasSuffix("/") ? outdir : outdir + "/")\(name)")
        } else {
            Terminal.standardOutput.write(file.text)
        }
    }

    /// Says what was done or is to be done, then what could not be.
    private func report(_ files: [FormattedFile], failures: [Diagnostic]) throws {
        Terminal.standardError.write(files.flatMap(\.diagnostics))
        let changed = files.filter(\.isChanged)
        let count = "\(changed.count) of \(files.count.counted("file"))"
        if check {
            Terminal.standardOutput.write(changed.map { "\($0.path)\n" }.joined())
            if !changed.isEmpty { Terminal.standardError.write("\(count) would change\n") }
        } else if !files.isEmpty {
            Terminal.standardOutput.write("formatted \(count)\n")
        }
        guard failures.isEmpty else { throw Failure(failures) }
        if check, !changed.isEmpty { ExitStatus.failure.exit() }
    }
}

extension Int {
    fileprivate func counted(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}

/// A file as it was read and as it should be.
private struct FormattedFile {
    let path: String
    let text: [UInt8]
    let isChanged: Bool
    /// That only a part could be formatted, if so.
    let diagnostics: [Diagnostic]

    /// Reads and formats a file, or standard input.
    init(_ path: String, _ style: FormattingArguments) throws {
        self.path = path
        let source = path == "-" ? try SourceFile.readStandardInput() : try SourceFile.read(path)
        let isParameterFile = path.hasSuffix(".bicepparam")
        guard isParameterFile || path.hasSuffix(".bicep") || path == "-" else {
            throw Failure(.nothingToFormat(source))
        }
        let tree = SyntaxTree.parse(source, as: isParameterFile ? .parameters : .module)
        text = tree.formatted(style.options(for: path))
        isChanged = text != source.bytes
        diagnostics = tree.diagnostics.isEmpty ? [] : [.formattedInPart(source)]
    }

    /// Writes the file unless it is there like this; who may read it stays as it is.
    func write(to destination: String) throws {
        guard let target = LocalFiles.realPath(destination) else {
            return try AtomicFile.write(text, to: destination, mode: FormattedFile.mode(of: path) ?? 0o644)
        }
        if destination == path {
            guard isChanged else { return }
        } else if let there = try? LocalFiles.bytes(of: target), there == text {
            return
        }
        try AtomicFile.write(text, to: target, mode: FormattedFile.mode(of: target) ?? 0o644)
    }

    private static func mode(of path: String) -> mode_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o7777 : nil
    }
}

extension SourceFile {
    /// Reads the text that is piped into the program.
    fileprivate static func readStandardInput() throws -> SourceFile {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= LocalFiles.sizeLimit {
            let count = Glibc.read(STDIN_FILENO, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return SourceFile(path: "-", bytes: bytes)
    }
}

extension Diagnostic {
    fileprivate static func nothingToFormat(_ file: SourceFile) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7084",
            "'\(file.path)' is no Bicep file: its name must end in '.bicep' or '.bicepparam'",
            at: nil,
            help: "name a .bicep or .bicepparam file, or a folder with such files"
        )
    }

    fileprivate static func formattedInPart(_ file: SourceFile) -> Diagnostic {
        Diagnostic(
            .warning,
            "RAD7086",
            "there are mistakes in the syntax of '\(file.path)'; the declarations that have them stay as they are",
            at: nil,
            help: file.path == "-" ? "mend them and format again" : "see them with 'rad bicep lint \(file.path)'"
        )
    }
}
