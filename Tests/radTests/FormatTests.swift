import Foundation
import TestSupport
import Testing

/// `rad bicep format`: files in, the same files in the style of the language.
@Suite struct FormatTests {
    private static let text = "var  a=1\n"
    private static let formatted = "var a = 1\n"

    private func check(
        _ arguments: [String],
        status: Int32 = 0,
        output: String = "",
        errors: String = "",
        _ folder: [String: String] = ["main.bicep": text],
        leaves: [String: String] = [:]
    ) async throws {
        try await Program.with { rad in
            for (name, text) in folder { try rad.folder.write(text, to: name) }
            let outcome = try rad.run(["bicep", "format"] + arguments)
            #expect(outcome.status == status)
            #expect(outcome.output == output)
            #expect(outcome.errors == errors)
            for (name, text) in leaves { #expect(try rad.folder.read(name) == text, "\(name)") }
        }
    }

    @Test func aFileIsFormattedInPlace() async throws {
        try await check(
            ["main.bicep"],
            output: "formatted 1 of 1 file\n",
            leaves: ["main.bicep": Self.formatted]
        )
    }

    @Test func theResultCanGoElsewhere() async throws {
        try await check(["main.bicep", "--stdout"], output: Self.formatted, leaves: ["main.bicep": Self.text])
        try await check(
            ["main.bicep", "--outfile", "out/x.bicep"],
            leaves: ["main.bicep": Self.text, "out/x.bicep": Self.formatted]
        )
        try await check(
            ["main.bicep", "--outdir", "out"],
            leaves: ["main.bicep": Self.text, "out/main.bicep": Self.formatted]
        )
        try await check(["-"], output: "\n")
    }

    private static let tree = [
        "a.bicep": text, "b/b.bicepparam": "using  none\n", "b/c/c.bicep": text, "b/good.bicep": formatted,
        ".hidden/d.bicep": text, "b/e.txt": text,
    ]

    @Test func aFolderStandsForTheBicepFilesBelow() async throws {
        try await check(
            ["."],
            output: "formatted 3 of 4 files\n",
            Self.tree,
            leaves: [
                "a.bicep": Self.formatted, "b/b.bicepparam": "using none\n", "b/c/c.bicep": Self.formatted,
                ".hidden/d.bicep": Self.text, "b/e.txt": Self.text,
            ]
        )
    }

    @Test(arguments: [
        (["--pattern", "**/*.bicep"], "a.bicep\nb/c/c.bicep\n", "2 of 3 files"),
        (["--pattern", "b/*"], "b/b.bicepparam\n", "1 of 2 files"),
        (["--pattern", "b/**/?.bicep"], "b/c/c.bicep\n", "1 of 1 file"),
        (["--pattern", "a.*", "--pattern", "*.bicep"], "a.bicep\n", "1 of 1 file"),
        (["b/**/c*", "./a.bicep"], "b/c/c.bicep\n./a.bicep\n", "2 of 2 files"),
    ])
    func aPatternStandsForTheFilesThatMatch(arguments: [String], files: String, count: String) async throws {
        try await check(
            ["--check"] + arguments,
            status: 1,
            output: files,
            errors: "\(count) would change\n",
            Self.tree,
            leaves: Self.tree
        )
    }

    @Test func aCheckOfFormattedFilesSaysNothing() async throws {
        try await check(["--check", "."], ["a.bicep": Self.formatted])
    }

    @Test func aFileThatDoesNotChangeIsNotWritten() async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.formatted, to: "main.bicep")
            let path = "\(rad.folder.path)/main.bicep"
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 1)],
                ofItemAtPath: path
            )
            #expect(try rad.run("bicep", "format", "main.bicep").output == "formatted 0 of 1 file\n")
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.modificationDate] as? Date == Date(timeIntervalSince1970: 1))
        }
    }

    @Test func whoMayReadAFileStaysAndALinkStaysALink() async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.text, to: "real/main.bicep")
            let path = "\(rad.folder.path)/real/main.bicep"
            try FileManager.default.setAttributes([.posixPermissions: 0o664], ofItemAtPath: path)
            let link = "\(rad.folder.path)/link.bicep"
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "real/main.bicep")
            #expect(try rad.run("bicep", "format", "link.bicep").status == 0)
            #expect(try rad.folder.read("real/main.bicep") == Self.formatted)
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "real/main.bicep")
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == 0o664)
            #expect(try FileManager.default.contentsOfDirectory(atPath: "\(rad.folder.path)/real") == ["main.bicep"])
        }
    }

    @Test(arguments: [
        ([], "var a = {\r\tb: 1\r}"),
        (["--newline-kind", "crlf"], "var a = {\r\n\tb: 1\r\n}"),
        (["--newline", "LF", "--indentKind", "space"], "var a = {\n    b: 1\n}"),
        (["--newline-kind", "LF", "--indent-kind", "Space", "--indent-size", "1"], "var a = {\n b: 1\n}"),
        (["--newline-kind", "LF", "--insert-final-newline", "true"], "var a = {\n\tb: 1\n}\n"),
        (["--indentSize", "3", "--insertFinalNewline", "False"], "var a = {\r\tb: 1\r}"),
    ])
    func optionsComeBeforeTheConfiguration(options: [String], expected: String) async throws {
        let configuration = """
            // how we like it
            {"formatting": {"newlineKind": "CR", "indentKind": "Tab", "indentSize": 4, "insertFinalNewline": false}}
            """
        try await check(
            ["main.bicep", "--stdout"] + options,
            output: expected,
            ["main.bicep": "var a={\nb:1}\n", "bicepconfig.json": configuration]
        )
    }

    @Test func whatHasMistakesStaysAsItIs() async throws {
        try await check(
            ["main.bicep"],
            output: "formatted 1 of 1 file\n",
            errors: """
                warning: there are mistakes in the syntax of 'main.bicep'; the declarations that have them stay as they \
                are [RAD7086]
                help: see them with 'rad bicep lint main.bicep'

                """,
            ["main.bicep": "var  a=1\nvar  b=\n"],
            leaves: ["main.bicep": "var a = 1\nvar  b=\n"]
        )
    }

    @Test(arguments: [
        ("main.txt", "[RAD7084]"), ("empty", "[RAD7085]"), ("*.json", "[RAD7085]"), ("missing.bicep", "[RAD7010]"),
    ])
    func whatCannotBeFormattedIsRefused(path: String, code: String) async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.text, to: "main.txt")
            try rad.folder.write(Self.text, to: "empty/main.txt")
            try rad.folder.write(Self.text, to: "main.bicep")
            let outcome = try rad.run("bicep", "format", path)
            #expect(outcome.status == 1 && outcome.output == "")
            #expect(outcome.errors.contains(code) && outcome.errors.contains("help: "), "\(outcome.errors)")
        }
    }

    @Test func oneFileThatCannotBeReadDoesNotKeepTheOthers() async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.text, to: "main.bicep")
            let outcome = try rad.run("bicep", "format", "missing.bicep", "main.bicep")
            #expect(outcome.status == 1 && outcome.output == "formatted 1 of 1 file\n")
            #expect(outcome.errors.contains("RAD7010"))
            #expect(try rad.folder.read("main.bicep") == Self.formatted)
        }
    }

    @Test(arguments: [
        (0o000, ["."], "secret"), (0o444, ["."], "secret/deep"), (0o000, ["secret"], "secret"),
        (0o000, ["--pattern", "**/*.bicep"], "secret"), (0o000, ["--pattern", "*/*.bicep"], "secret"),
    ])
    func aFolderThatCannotBeOpenedIsReported(mode: Int, arguments: [String], place: String) async throws {
        try await withSecretFolder(mode) { rad in
            let outcome = try rad.runWithoutPrivileges(["bicep", "format", "--check"] + arguments)
            #expect(outcome.status == 1, "\(outcome.errors)")
            #expect(outcome.errors.contains("error: '\(place)' cannot be read: permission is denied [RAD7010]"))
        }
    }

    @Test func aFolderThatNoPatternReachesMayBeClosed() async throws {
        try await withSecretFolder(0o000) { rad in
            for pattern in ["*.bicep", "a/*.bicep", "?/**/*.bicep"] {
                let outcome = try rad.runWithoutPrivileges(["bicep", "format", "--check", "--pattern", pattern])
                #expect(outcome.status == 0 && outcome.errors == "", "\(outcome.errors)")
            }
        }
    }

    /// Runs a test in a folder with formatted files, of which those in `secret` cannot be seen.
    private func withSecretFolder(_ mode: Int, _ body: (Program) throws -> Void) async throws {
        try await Program.with { rad in
            for name in ["main.bicep", "a/a.bicep", "secret/deep/b.bicep"] {
                try rad.folder.write(Self.formatted, to: name)
            }
            let path = "\(rad.folder.path)/secret"
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
            defer { try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path) }
            try body(rad)
        }
    }

    @Test func aDraftThatWasLeftBehindIsInNobodysWay() async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.text, to: "main.bicep")
            let outcome = try rad.run(script: "echo > main.bicep.$$.new; exec rad bicep format main.bicep")
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(try rad.folder.read("main.bicep") == Self.formatted)
            #expect(try rad.folder.files().count == 2)
        }
    }

    @Test(arguments: [
        [], ["main.bicep", "--check", "--stdout"], ["a.bicep", "b.bicep", "--stdout"],
        ["main.bicep", "--newline-kind", "x"], ["main.bicep", "--indent-size", "-1"],
    ])
    func wrongUsageIsExplained(arguments: [String]) async throws {
        try await Program.with { rad in
            let outcome = try rad.run(["bicep", "format"] + arguments)
            #expect(outcome.status == 64 && outcome.errors.contains("rad bicep format --help"))
        }
    }
}

extension Program {
    /// Runs the program as somebody whom permissions of files stop, which the administrator is not.
    fileprivate func runWithoutPrivileges(_ arguments: [String]) throws -> Outcome {
        let drop = geteuid() == 0 ? "setpriv --bounding-set=-dac_override,-dac_read_search " : ""
        let words = arguments.map { "'\($0)'" }.joined(separator: " ")
        return try run(script: "exec \(drop)rad \(words)")
    }
}
