import Diagnostics
import Documents
import TestSupport
import Testing

@testable import Bicep

/// Evaluates a file that checks without errors.
func evaluate(
    _ text: String,
    with files: [String: String] = [:],
    in context: EvaluationContext = EvaluationContext(),
    sourceLocation: SourceLocation = #_sourceLocation
) -> Evaluation {
    let module = checkClean(text, with: files, sourceLocation: sourceLocation)
    var context = context
    context.files = MemoryFiles(files: files)
    return module.evaluate(in: context)
}

/// Evaluates a file and compares what comes of it, line by line: its resources, then its outputs.
///
/// A resource is `address Type@version name {body} < dependencies`, an output `name = value`;
/// an existing resource has `existing` before its type.
@discardableResult
func checkEvaluation(
    _ text: String,
    with files: [String: String] = [:],
    parameters: ValueObject = [:],
    in context: EvaluationContext = EvaluationContext(),
    _ expected: String,
    sourceLocation: SourceLocation = #_sourceLocation
) -> Evaluation {
    var context = context
    context.parameters = parameters
    let result = evaluate(text, with: files, in: context, sourceLocation: sourceLocation)
    expectMarks(in: "", result.diagnostics, sourceLocation: sourceLocation)
    #expect(result.lines.joined(separator: "\n") == expected, sourceLocation: sourceLocation)
    return result
}

/// Evaluates a file and compares the full list of what evaluation found wrong with the marks below its lines.
func checkFaults(
    _ text: String,
    with files: [String: String] = [:],
    parameters: ValueObject = [:],
    in context: EvaluationContext = EvaluationContext(),
    sourceLocation: SourceLocation = #_sourceLocation
) {
    var context = context
    context.parameters = parameters
    let result = evaluate(text, with: files, in: context, sourceLocation: sourceLocation)
    let found = result.diagnostics.filter { $0.span?.file.path == "main.bicep" }
    expectMarks(in: text, found, sourceLocation: sourceLocation)
    for diagnostic in result.diagnostics {
        #expect(diagnostic.help?.isEmpty == false, "\(diagnostic.code) has no help", sourceLocation: sourceLocation)
    }
}

/// Evaluates one expression and compares its value as JSON.
func checkValue(
    _ expression: String,
    _ expected: String,
    in context: EvaluationContext = EvaluationContext(),
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let result = evaluate("output value string = any(\(expression))", in: context, sourceLocation: sourceLocation)
    expectMarks(in: "", result.diagnostics, sourceLocation: sourceLocation)
    let value = result.outputs.first { $0.key == "value" }?.value.json(.compact)
    #expect(value == expected, "\(expression)", sourceLocation: sourceLocation)
}

/// Evaluates one expression that must fail with a code and a message that begins as given.
func checkFault(
    _ expression: String,
    _ code: String,
    _ message: String = "",
    in context: EvaluationContext = EvaluationContext(),
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let result = evaluate("output value string = any(\(expression))", in: context, sourceLocation: sourceLocation)
    let found = result.diagnostics.map { "\($0.code) \($0.message)" }
    #expect(found.count == 1 && found[0].hasPrefix("\(code) \(message)"), "\(found)", sourceLocation: sourceLocation)
}

extension Evaluation {
    /// The values of the outputs, in order.
    var outputValues: [Value] { outputs.map { $0.value } }

    /// What is compared with the expectation.
    var lines: [String] {
        resources.map(\.line) + outputs.map { "\($0.key) = \($0.value.json(.compact))" }
    }
}

extension EvaluatedResource {
    fileprivate var line: String {
        let version = apiVersion.map { "@\($0)" } ?? ""
        let waits = dependencies.isEmpty ? "" : " < " + dependencies.joined(separator: ", ")
        let state = isExisting ? "existing " : ""
        return
            "\(address) \(state)\(type)\(version) \(name.json(.compact)) \(Value.object(body).json(.compact))\(waits)"
    }
}
