import Archives
import Diagnostics
import Documents

@testable import AppModel
@testable import Bicep

/// Feeds one input to one entry point, and stops the program if the result breaks a promise.
typealias FuzzTarget = @Sendable (FuzzInput) -> Void

/// The entry points by their names, in the order in which `make fuzz` runs them.
let fuzzTargets: [(name: String, run: FuzzTarget)] = [
    ("lexer", readTokens),
    ("parser", parse),
    ("formatter", format),
    ("checker", { _ = check($0, as: "main.bicep") }),
    ("evaluator", { evaluate($0, as: "main.bicep") }),
    ("parameters", readParameters),
    ("templates", { evaluate($0, as: "main.json") }),
    ("emission", emit),
    ("configuration", readConfiguration),
    ("definitions", readDefinition),
    ("archives", unpack),
    ("values", readValue),
]

/// What is read without a tree is what a tree has.
private func readValue(_ input: FuzzInput) {
    let file = input.source("main.json")
    let (document, diagnostics) = JSONReader.read(file)
    guard !file.bytes.starts(with: [0xEF, 0xBB, 0xBF]), var cursor = JSONCursor(file, in: file.bytes.indices) else {
        return
    }
    let value = cursor.value()
    let isRead = cursor.isComplete
    precondition(isRead == diagnostics.isEmpty, "two readers do not agree on what JSON is")
    precondition(!isRead || value == document?.value, "two readers do not agree on what a text says")
}

/// What an archive comes to stays in its folder and below its limits, whatever the archive says of itself.
private func unpack(_ input: FuzzInput) {
    var limits = Archive.Limits()
    limits.size = 1 << 20
    limits.entries = 100
    for format in Archive.Format.allCases {
        guard let files = try? Archive.files(of: input.main, format, limits: limits) else { continue }
        precondition(files.reduce(0) { $0 + $1.bytes.count } <= limits.size, "an archive is larger than its limit")
        for file in files {
            let parts = file.path.split(separator: "/", omittingEmptySubsequences: false)
            precondition(!parts.contains { ["", ".", ".."].contains($0) }, "a file leaves its folder")
        }
    }
}

/// Every byte belongs to one token or to the trivia before it.
private func readTokens(_ input: FuzzInput) {
    var lexer = Lexer(input.main)
    lexer.run()
    var end: UInt32 = 0
    for token in lexer.tokens {
        precondition(end <= token.start && token.start <= token.end, "tokens overlap")
        end = token.end
    }
    precondition(Int(end) == input.main.count, "the tokens end before the text does")
}

/// Printing a tree gives back the text; all its diagnostics can be shown.
private func parse(_ input: FuzzInput) {
    for language in [SyntaxTree.Language.module, .parameters] {
        let tree = SyntaxTree.parse(input.source("main.bicep"), as: language)
        precondition(tree.text == input.main, "printing the tree gives another text")
        show(tree.diagnostics)
    }
}

/// A formatted file says what it said before, and stays as it is when it is formatted again.
private func format(_ input: FuzzInput) {
    var options = FormattingOptions()
    options.width = [120, 20][input.main.count % 2]
    for language in [SyntaxTree.Language.module, .parameters] {
        let tree = SyntaxTree.parse(input.source("main.bicep"), as: language)
        let text = tree.formatted(options)
        let again = SyntaxTree.parse(SourceFile(path: "main.bicep", bytes: text), as: language)
        precondition(again.saysTheSame(as: tree), "formatting changes what the file says")
        precondition(again.formatted(options) == text, "formatting twice gives another text")
    }
}

/// The module of a file and of those beside it; `nil` if something is wrong with them.
private func check(_ input: FuzzInput, as path: String) -> BoundModule? {
    let checked = BoundModule.check(input.source(path), files: input)
    show(checked.diagnostics)
    return checked.diagnostics.hasErrors ? nil : checked.module
}

private func evaluate(_ input: FuzzInput, as path: String) {
    guard let module = check(input, as: path) else { return }
    let evaluation = module.evaluate(in: context(input))
    show(evaluation.diagnostics)
    evaluation.outputs.values.forEach(show)
    evaluation.resources.forEach { show(.object($0.body)) }
}

private func readParameters(_ input: FuzzInput) {
    let file = ParameterFile.read(input.source("main.bicepparam"), files: input, environment: ["NAME": "value"])
    show(file.diagnostics)
    show(.object(file.values))
}

private func emit(_ input: FuzzInput) {
    guard let module = check(input, as: "main.bicep") else { return }
    let emission = module.emit(files: input)
    show(emission.diagnostics)
    show(emission.template)
}

/// A configuration, and what a reference comes to with its aliases.
private func readConfiguration(_ input: FuzzInput) {
    let (configuration, diagnostics) = BicepConfiguration.read(input.source("bicepconfig.json"))
    show(diagnostics)
    for alias in configuration.moduleAliases.keys {
        let reference = try? ArtifactReference("br/\(alias):network:1.0", configuration)
        let folder = reference?.cacheFolder.split(separator: "/", omittingEmptySubsequences: false)
        precondition(folder?.contains("..") != true, "a reference leaves the cache")
    }
}

/// A definition in YAML comes to a file in Bicep, of which every place is one of the definition's.
private func readDefinition(_ input: FuzzInput) {
    let file = input.source("main.yaml")
    let (documents, diagnostics) = YAMLReader.read(file)
    show(diagnostics)
    guard let document = documents.first, !diagnostics.hasErrors else { return }
    let translation = YAMLTranslation(document)
    show(translation.diagnostics)
    guard !translation.diagnostics.hasErrors else { return }
    let text = SourceFile(path: "main.yaml", bytes: translation.bytes)
    let checked = BoundModule.check(text, files: input)
    show(checked.diagnostics)
    for diagnostic in checked.diagnostics {
        guard let span = diagnostic.span, span.file == text, let place = translation.places.span(of: span.range) else {
            continue
        }
        precondition(place.range.upperBound <= file.bytes.count, "a place lies behind the definition")
    }
    guard !checked.diagnostics.hasErrors else { return }
    show(checked.module.evaluate(in: context(input)).diagnostics)
}

// MARK: - Results

private func show(_ diagnostics: [Diagnostic]) {
    for diagnostic in diagnostics {
        guard let span = diagnostic.span else { continue }
        precondition(span.range.upperBound <= span.file.bytes.count, "a place lies behind its file")
    }
    // One line of excerpt may be as long as the file: a hundred of them say as much as all.
    _ = DiagnosticRenderer().render(Array(diagnostics.prefix(100)))
}

private func show(_ value: Value) { _ = value.json(.pretty, disclosing: .revealed) }

/// A context whose limits let a thousand inputs a second through; their tests hold the real ones.
private func context(_ input: FuzzInput) -> EvaluationContext {
    var context = EvaluationContext()
    context.files = input
    context.authoredProperties = .unknown
    context.limits.iterations = 2_000
    context.limits.stringLength = 100_000
    context.limits.resources = 200
    context.limits.values = 20_000
    return context
}
