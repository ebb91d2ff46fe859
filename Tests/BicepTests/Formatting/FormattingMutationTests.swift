import Diagnostics
import TestSupport
import Testing

@testable import Bicep

/// Whatever is formatted keeps its text, and is the same when formatted again.
@Suite struct FormattingMutationTests {
    @Test(arguments: 0..<8) func mutatedCopiesKeepTheirTextAndAreStable(round: Int) {
        var random = SeededGenerator(seed: UInt64(round) &* 104_729 &+ 3)
        let sample = Array(Self.sample.utf8)
        var options = FormattingOptions()
        options.width = [120, 40, 10, 0][round % 4]
        for _ in 0..<200 { check(random.mutated(sample), options) }
    }

    @Test func generatedTextsKeepTheirTextAndAreStable() {
        var random = SeededGenerator(seed: 7)
        let pieces = [
            "a", "1", "'b'", "(", ")", "[", "]", "{", "}", ",", "\n", "\n", "?", ":", "=>", "+", "!", "-", ".b", "[0]",
            "// c\n", "/* d */", "/* e\n */", "\n#disable-next-line x\n", "for x in y:", "...", "f(", "|",
            "''' g\n '''",
            "'${", "}'", "a:", "@h()\n", "  ", "\t", "\r\n",
        ]
        for _ in 0..<2_000 {
            let count = Int.random(in: 0..<14, using: &random)
            let words = (0..<count).map { _ in pieces[Int.random(in: pieces.indices, using: &random)] }
            let start = ["var v = ", "type t = ", "var v = [", "var v = f(", "func f(a string) string => "]
            let text = start[Int.random(in: start.indices, using: &random)] + words.joined()
            check(Array(text.utf8), .narrow)
        }
    }

    private func check(_ bytes: [UInt8], _ options: FormattingOptions) {
        let tree = SyntaxTree.parse(SourceFile(path: "main.bicep", bytes: bytes))
        let text = tree.formatted(options)
        let again = SyntaxTree.parse(SourceFile(path: "main.bicep", bytes: text))
        guard again.saysTheSame(as: tree) else { return fail("text is lost", bytes) }
        if again.formatted(options) != text { return fail("not stable", text) }
        guard tree.isWellFormed else { return }
        // It never comes to leaving the file as it is.
        let laidOut = tree.laidOut(options)
        if laidOut != text { fail("the layout says something else", laidOut) }
    }

    private func fail(_ what: String, _ bytes: [UInt8]) {
        let tree = SyntaxTree.parse(SourceFile(path: "main.bicep", bytes: bytes))
        let problems = DiagnosticRenderer(style: .plain).render(tree.diagnostics)
        Issue.record("\(what): \(problems)\n\(String(decoding: bytes, as: UTF8.self))")
    }

    private static let sample = """
        // The application.
        extension radius
        targetScope = 'resourceGroup'

        @description('Where it runs.')
        param environment string
        @secure() // never in clear
        @minLength(3)
        param password string = newGuid()
        #disable-next-line no-unused-params
        param tags object = { a: 1, 'b-c': [1, 2, 3] }
        type size = /* a */ 'small' // b
          | 'large' /* c */
          | /* d */ null
        type box = { @description('x')
          a: string[]?, *: (1 | 2)[] }
        func name(prefix string, n int) string => '${prefix}-${n}'
        var ports = [80 /* http */, 443]
        var url = '${ports[0] == 443 ? 'wss' : 'ws'}://${web.name}'

        resource web 'Applications.Core/containers@2023-10-01-preview' = if (!empty(tags)) {
          name: name('web', 1)
          properties: {
            application: app.id // of all
            container: {
              env: {
                URL: { value: url }
                TEXT: { value: '''
        a ${b}
        ''' }
              }
            }
          }
          resource child 'children@2023-10-01-preview' = {
            name: 'c'
          }
        }

        module m 'm.bicep' = [for (p, i) in ports: if (i > 0) {
          name: 'm${i}'
          params: { p: p, ...tags }
        }]

        output x array = map(filter(ports, p => p > 80 && p < 1000), (p, i) => p + i * 2 % 3)
        output y string? = tags.?a ?? empty(ports)
          ? union({ a: 1 }, {
            b: 2
          })
          : web::child.id
        """
}
