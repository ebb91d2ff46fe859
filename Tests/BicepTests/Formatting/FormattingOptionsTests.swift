import Documents
import Testing

@testable import Bicep

@Suite struct FormattingOptionsTests {
    private static let text = "var a={\r\nb:[\r1\r\n\r\n2]\n}\n// c\n"

    private func format(_ change: (inout FormattingOptions) -> Void) -> String {
        var options = FormattingOptions()
        change(&options)
        return formatted(Self.text, options)
    }

    @Test func theLinesEndAsTheOptionsSay() {
        let expected = ["var a = {", "  b: [", "    1", "", "    2", "  ]", "}", "// c", ""]
        #expect(format { $0.newlineKind = .lineFeed } == expected.joined(separator: "\n"))
        #expect(format { $0.newlineKind = .both } == expected.joined(separator: "\r\n"))
        #expect(format { $0.newlineKind = .carriageReturn } == expected.joined(separator: "\r"))
    }

    @Test func theLinesOfStringsAndCommentsEndLikeAllOthers() {
        var options = FormattingOptions()
        options.newlineKind = .both
        checkFormat("/* a\nb */\nvar c = '''\nd\r'''", "/* a\r\nb */\r\nvar c = '''\r\nd\r\n'''\r\n", options: options)
        checkFormat("var  a  =  +\nvar b=1", "var  a  =  +\r\nvar b = 1\r\n", options: options)
    }

    @Test func linesAreIndentedAsTheOptionsSay() {
        #expect(format { $0.indentSize = 4 }.hasPrefix("var a = {\n    b: [\n        1\n\n        2\n    ]\n}"))
        #expect(format { $0.indentSize = 0 }.hasPrefix("var a = {\nb: [\n1\n\n2\n]\n}"))
        #expect(format { $0.indentKind = .tab }.hasPrefix("var a = {\n\tb: [\n\t\t1\n\n\t\t2\n\t]\n}"))
    }

    @Test func theLastLineEndsIfTheOptionsSaySo() {
        #expect(format { $0.insertFinalNewline = false }.hasSuffix("}\n// c"))
        #expect(formatted("", FormattingOptions()) == "\n")
    }

    @Test func aByteOrderMarkGoes() {
        #expect(formatted("\u{FEFF}var a=1") == "var a = 1\n")
        #expect(formatted("\u{FEFF}var a=") == "var a=\n")
    }

    @Test func theConfigurationSaysHowFilesLook() {
        let section =
            #"{"formatting": {"indentKind": "tab", "newlineKind": "CRLF", "indentSize": 3, "width": 9, "insertFinalNewline": false}}"#
        let options = FormattingOptions(
            for: "a/b/main.bicep",
            files: OneFile(path: "a/bicepconfig.json", text: section)
        )
        #expect(options.indentKind == .tab && options.newlineKind == .both && options.indentSize == 3)
        #expect(options.width == 9 && !options.insertFinalNewline)
    }

    @Test(arguments: [
        "{}", "[", #"{"formatting": 1}"#,
        #"{"formatting": {"indentKind": "none", "newlineKind": 1, "indentSize": "2", "width": null, "x": 1}}"#,
    ])
    func whatIsNotUnderstoodInTheConfigurationIsPassedOver(text: String) {
        let files = OneFile(path: "bicepconfig.json", text: text)
        #expect(FormattingOptions(for: "main.bicep", files: files) == FormattingOptions())
    }

    @Test func numbersOutOfBoundsArePassedOver() {
        let text = #"{"formatting": {"indentSize": 1000000, "width": -5}}"#
        let options = FormattingOptions(for: "main.bicep", files: OneFile(path: "bicepconfig.json", text: text))
        #expect(options.indentSize == 2 && options.width == 120)
    }

    private func checkFormat(_ text: String, _ expected: String, options: FormattingOptions) {
        #expect(formatted(text, options) == expected)
        #expect(formatted(expected, options) == expected)
    }
}

/// A folder with one file, found from everywhere.
private struct OneFile: FileLoader {
    let path: String
    let text: String

    func load(_ path: String, from referrer: String) throws(FileLoadError) -> LoadedFile {
        throw FileLoadError(reason: "there is one file only")
    }

    func nearest(_ name: String, to referrer: String) -> LoadedFile? {
        path.hasSuffix(name) ? LoadedFile(path: path, bytes: Array(text.utf8)) : nil
    }
}
