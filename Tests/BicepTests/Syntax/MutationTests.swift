import Diagnostics
import TestSupport
import Testing

@testable import Bicep

@Suite struct MutationTests {
    @Test(arguments: [
        "", "\u{FEFF}", "\u{FEFF}param a string\r\n", "\r\n\r\r\n", "/* ", "#", "'", "'''", "$", "'${", "@", "\0",
        "é\u{FEFF}",
        "var a = 'b\r\nvar c = 1\r", "#disable-next-line", "  #disable-next-line BCP001 // x\n",
    ])
    func everyTextIsPrintedAsItWasRead(text: String) {
        parse(text)
        parse(text, as: .parameters)
    }

    @Test func bytesThatAreNoTextArePrintedAsTheyWereRead() {
        let bytes: [UInt8] = [0xEF, 0xBB, 0xBF, 0xFF, 0xC0, 0x27, 0xFE, 0x27, 0x0A, 0x2F, 0x2F, 0x80, 0x0D]
        #expect(SyntaxTree.parse(SourceFile(path: "x.bicep", bytes: bytes)).text == bytes)
    }

    /// Ten thousand mutated copies of a sample: none traps, none hangs, each is printed as it was read.
    @Test(arguments: 0..<10) func mutatedCopiesNeitherTrapNorHang(round: Int) {
        var random = SeededGenerator(seed: UInt64(round) &* 7919 &+ 1)
        let sample = Array(MutationTests.sample.utf8)
        for _ in 0..<1_000 {
            let bytes = random.mutated(sample)
            let file = SourceFile(path: "main.bicep", bytes: bytes)
            let tree = SyntaxTree.parse(file)
            guard tree.text == bytes else {
                Issue.record("printing the tree gives another text: \(bytes)")
                return
            }
            var compilation = Compilation(files: NoFiles())
            #expect(compilation.check(tree).diagnostics.count < 2_000)
        }
    }

    @Test func generatedTextsArePrintedAsTheyWereRead() {
        var random = SeededGenerator(seed: 42)
        let pieces = [
            "param", " a ", "string", "=", "'x", "'", "${", "}", "{", "[", "]", "(", ")", "\n", "\r\n", "for", "in",
            ":",
            "=>", "'''", "$$'''", "?", "??", ".", "@", "if", "resource", "//c", "/*", "*/", "#disable-next-line x", "|",
            "<", ">", "1", "true", "...", ",", "!", "é", "\0", "existing", "module", "type", "func", "import", "::",
        ]
        for _ in 0..<2_000 {
            let count = Int.random(in: 0..<60, using: &random)
            let words = (0..<count).map { _ in pieces[Int.random(in: pieces.indices, using: &random)] }
            let text = words.joined(separator: " ")
            parse(text)
            _ = BoundModule.check(SourceFile(path: "main.bicep", text: text), files: NoFiles())
        }
    }

    private static let sample = """
        // The application.
        extension radius
        targetScope = 'resourceGroup'

        @description('Where it runs.')
        param environment string
        @secure()
        @minLength(3)
        param password string = newGuid()
        #disable-next-line no-unused-params
        param tags object = { a: 1, 'b-c': [1, 2, 3] }
        type size = 'small' | 'large' | null
        func name(prefix string, n int) string => '${prefix}-${n}'
        var ports = [80, 443]
        var url = '${ports[0] == 443 ? 'wss' : 'ws'}://${web.name}'

        resource app 'Applications.Core/applications@2023-10-01-preview' = {
          name: 'app'
          properties: {
            environment: environment
          }
        }

        resource web 'Applications.Core/containers@2023-10-01-preview' = if (!empty(tags)) {
          name: name('web', 1)
          properties: {
            application: app.id
            container: {
              image: 'ghcr.io/x/y:latest'
              env: {
                URL: { value: url }
                TEXT: { value: '''
        a ${b}
        ''' }
              }
            }
            connections: {
              db: { source: db.id }
            }
          }
          resource child 'children@2023-10-01-preview' = {
            name: 'c'
          }
        }

        resource db 'Applications.Datastores/redisCaches@2023-10-01-preview' existing = {
          name: 'db'
        }

        module m 'm.bicep' = [for (p, i) in ports: if (i > 0) {
          name: 'm${i}'
          params: { p: p, ...tags }
          dependsOn: [web]
        }]

        output x array = map(filter(ports, p => p > 80 && p < 1000), (p, i) => p + i * 2 % 3)
        output y string? = tags.?a ?? web::child.id
        """
}
