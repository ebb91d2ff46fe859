import Diagnostics
import Documents
import OrderedCollections
import TestSupport
import Testing

@testable import Bicep

/// Emits a file that checks without errors.
func emit(
    _ text: String,
    with files: [String: String] = [:],
    sourceLocation: SourceLocation = #_sourceLocation
) -> Emission {
    checkClean(text, with: files, sourceLocation: sourceLocation).emit(files: MemoryFiles(files: files))
}

/// Emits a file and compares one part of its template, found by the names on the way: `resources/web/properties`.
///
/// What is not there is an empty text.
func checkEmission(
    _ text: String,
    with files: [String: String] = [:],
    _ path: String,
    _ expected: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let emission = emit(text, with: files, sourceLocation: sourceLocation)
    expectMarks(in: "", emission.diagnostics, sourceLocation: sourceLocation)
    var value: Value? = emission.template
    for step in path.split(separator: "/") {
        value =
            Int(step).map { index in value?.arrayValue.flatMap { $0.indices.contains(index) ? $0[index] : nil } }
            ?? value?.objectValue?[exactly: String(step)]
    }
    #expect((value?.json(.compact) ?? "") == expected, sourceLocation: sourceLocation)
}

/// Emits a file and compares where emission found something wrong with the marks below its lines.
func checkEmissionFaults(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let emission = emit(text, sourceLocation: sourceLocation)
    expectMarks(in: text, emission.diagnostics, sourceLocation: sourceLocation)
    for diagnostic in emission.diagnostics {
        #expect(diagnostic.help?.isEmpty == false, sourceLocation: sourceLocation)
    }
}

/// Evaluates a file and the template that it comes to, and compares what both come to.
func checkRoundTrip(
    _ text: String,
    with files: [String: String] = [:],
    parameters: ValueObject = [:],
    sourceLocation: SourceLocation = #_sourceLocation
) {
    var context = EvaluationContext()
    context.authoredProperties = .unknown
    context.parameters = parameters
    let source = evaluate(text, with: files, in: context, sourceLocation: sourceLocation)
    let template = emit(text, with: files, sourceLocation: sourceLocation).template.json(disclosing: .revealed)
    let checked = BoundModule.check(SourceFile(path: "main.json", text: template), files: NoFiles())
    #expect(checked.diagnostics.isEmpty, sourceLocation: sourceLocation)
    let compiled = checked.module.evaluate(in: context)
    #expect(source.portrait == compiled.portrait, sourceLocation: sourceLocation)
}

extension Evaluation {
    /// What an evaluation comes to, without the names that only its source has.
    fileprivate var portrait: [String] {
        let made = resources.filter { !$0.isExisting }.map { resource in
            let header: [Value] = [
                .array(resource.module), .string(resource.type), resource.apiVersion.map(Value.string) ?? .null,
                resource.name, resource.scope ?? .null,
            ]
            // The name stands in the header, with those of the parents.
            let body = Value.object(ValueObject(resource.body.filter { $0.key != "name" }.map { ($0.key, $0.value) }))
            return "\(header.map { $0.portrait }) \(body.portrait)"
        }
        let modules = modules.map { "\($0.path.map(\.portrait)) \($0.place) \(Value.object($0.parameters).portrait)" }
        let outputs = outputs.map { "\($0.key) = \($0.value.portrait)" }
        return made.sorted() + modules.sorted() + outputs + diagnostics.map(\.code)
    }
}

extension Value {
    /// The value with what is not known yet left open, whatever it waits for.
    fileprivate var portrait: String {
        let open: Value =
            switch self {
            case .unknown: "?"
            case .secret(let hidden): hidden
            case .array(let elements): .array(elements.map { .string($0.portrait) })
            case .object(let members):
                .object(ValueObject(members.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value.portrait)) }))
            case .null, .bool, .integer, .number, .string: self
            }
        return open.json(.compact, disclosing: .revealed)
    }
}
