import Diagnostics
import Documents
import Foundation
import TestSupport
import Testing

@Suite struct YAMLWriterTests {
    @Test func blocksAreIndentedByTwo() {
        let value: Value = [
            "kind": "Service", "spec": ["ports": [["port": 80], 443, []], "selector": [:]], "text": "a\nb\n",
            "flag": true, "none": nil, "ratio": 1.5,
        ]
        #expect(
            value.yaml() == """
                kind: Service
                spec:
                  ports:
                  - port: 80
                  - 443
                  - []
                  selector: {}
                text: |
                  a
                  b
                flag: true
                none: null
                ratio: 1.5

                """
        )
    }

    @Test func documentsAreSeparated() {
        #expect(YAMLWriter.text(of: [["a": 1], ["b": 2]]) == "a: 1\n---\nb: 2\n")
        #expect(YAMLWriter.text(of: []) == "")
    }

    @Test(arguments: [
        "", "~", "null", "Null", "true", "FALSE", "yes", "No", "ON", "off", "y", "N", "0", "-1", "+1", "007", "0o7",
        "0x1F", "0b101", "1_000", "1.5", ".5", "5.", "1e3", "1E+3", "-.inf", ".NaN", "12:30", "190:20:30.15",
        "2024-01-01", "2024-1-1", "2024-01-01T00:00:00Z", "2024-01-01 10:00:00", "=", "<<", " a", "a ", "-", "? a",
        "a: b", "a #b", "#a", "- a", "[a]", "{a}", "&a", "*a", "!a", "|", ">", "'a'", "%a", "@a", "`a`",
    ])
    func aTextThatCouldBeSomethingElseIsQuoted(text: String) {
        let yaml = Value.string(text).yaml()
        #expect(yaml.hasPrefix("'") || yaml.hasPrefix("\""), "\(yaml)")
    }

    @Test(arguments: [
        "a", "web", "nginx:1.25", "10.0.0.1", "1.2.3", "v1", "8080-8090", "2023-10-02-preview", "1Gi", "500m", "0x",
        "http://a.b/c?d=e#f", "a b", "a'b", "é", "日本語", "yesterday", "nothing", "NaN", "inf", "1e", "e3", ".", "..",
        "Applications.Core/containers@2023-10-01-preview", "0.5cpu", "::1", "-a", "1-2",
    ])
    func anyOtherTextStandsAsItIs(text: String) {
        #expect(Value.string(text).yaml() == text + "\n")
    }

    @Test(arguments: [
        ("a\nb", "|-\n  a\n  b\n"), ("a\n", "|\n  a\n"), ("a\n\n", "|+\n  a\n\n...\n"), (" a\nb", "|2-\n   a\n  b\n"),
        ("a\rb", "\"a\\rb\"\n"), ("a \nb", "\"a \\nb\"\n"), ("a\u{0}", "\"a\\0\"\n"),
    ])
    func severalLinesAreALiteralBlockWherePossible(text: String, yaml: String) {
        #expect((["k": .string(text)] as Value).yaml() == "k: " + yaml)
    }

    @Test func longLinesAreNotFolded() {
        let text = Array(repeating: "word", count: 200).joined(separator: " ")
        #expect(Value.string(text).yaml() == text + "\n")
    }

    @Test(arguments: [
        (1, "1"), (0.1, "0.1"), (1e300, "1.0e+300"), (1.5e-7, "1.5e-07"), (.infinity, ".inf"), (-.infinity, "-.inf"),
        (.nan, ".nan"),
    ])
    func numbersAreReadAsNumbersEverywhere(number: Double, yaml: String) {
        #expect(Value.number(number).yaml() == yaml + "\n")
    }

    @Test func secretsAndUnknownsAreNotShown() {
        let unknown = Unknown(expression: "db.host", sources: ["db"]) { _ in .null }
        let value: Value = ["password": .secret("hunter2"), "host": .unknown(unknown)]
        #expect(value.yaml() == "password: <redacted>\nhost: (known after apply)\n")
        #expect(value.yaml(disclosing: .revealed) == "password: hunter2\nhost: (known after apply)\n")
    }

    @Test func awkwardTextsReadBackEqual() {
        for text in awkwardTexts {
            let value: Value = ["v": .string(text), text: [.string(text), [text: .string(text)]]]
            checkYAML(value.yaml(), is: value)
            checkYAML(Value.string(text).yaml(), is: .string(text))
        }
    }

    @Test func whatIsWrittenReadsBackEqual() {
        var random = RandomDocuments(seed: 4)
        for _ in 0..<1000 {
            let (one, other) = (random.value(), random.value())
            checkYAML(YAMLWriter.text(of: [one, other]), is: one, other)
        }
    }

    @Test(.enabled(if: python != nil, "needs a Python with PyYAML, named by RAD_TEST_PYTHON"))
    func whatIsWrittenReadsBackEqualInPython() async throws {
        var random = RandomDocuments(seed: 5)
        let values = awkwardTexts.map { ["v": .string($0), $0: [.string($0)]] } + (0..<500).map { _ in random.value() }
        let script = """
            import json, sys, yaml
            values = list(yaml.safe_load_all(open(sys.argv[1], newline='', encoding='utf-8')))
            wanted = [json.loads(line) for line in open(sys.argv[2], newline='\\n', encoding='utf-8')]
            assert len(values) == len(wanted), (len(values), len(wanted))
            for value, want in zip(values, wanted):
                assert value == want and json.dumps(value) == json.dumps(want), (value, want)
            """
        try await ScratchFolder.with { folder in
            try folder.write(YAMLWriter.text(of: values), to: "values.yaml")
            try folder.write(values.map { $0.json(.compact) }.joined(separator: "\n"), to: "values.json")
            try folder.write(script, to: "compare.py")
            let process = Process()
            process.executableURL = URL(fileURLWithPath: try #require(python))
            process.arguments = ["compare.py", "values.yaml", "values.json"].map { "\(folder.path)/\($0)" }
            let errors = Pipe()
            process.standardError = errors
            try process.run()
            let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            #expect(process.terminationStatus == 0, "\(text)")
        }
    }
}

private let python = ProcessInfo.processInfo.environment["RAD_TEST_PYTHON"]
