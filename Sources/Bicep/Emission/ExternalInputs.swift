import Diagnostics
public import Documents
import OrderedCollections

/// What a parameter file leaves to the tool that deploys it: the values that `externalInput` asks for.
///
/// Rules: the Bicep compiler, version 0.46 (`ParametersJsonWriter`, `ExternalInputFunctionReferenceVisitor`).
public struct ExternalInputs: Sendable {
    /// The values of the parameters that need them, as expressions of ARM templates, by the parameters' names.
    public var expressions: [String: Value] { inputs.expressions.mapValues(\.value) }
    /// The `externalInputDefinitions` of a parameters file, in the order of their keys.
    public var definitions: ValueObject {
        ValueObject(inputs.definitions.values.map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 })
    }
    /// How the file is to be deployed, after `using 'main.bicep' with`: a `value`, or an `expression`.
    public private(set) var usingConfiguration: Value?
    /// What cannot be written.
    private(set) var diagnostics: [Diagnostic] = []
    /// What a file takes over that extends this one.
    private var inputs = InheritedInputs()

    /// Nothing is left to others.
    init() {}

    /// Reads what a parameter file asks for that was checked without errors.
    ///
    /// What such a value is made of is computed here as far as it can be; the rest becomes an expression.
    ///
    /// `extended` is the file that this one extends.
    init(of file: BoundModule, in context: EvaluationContext, extending extended: ParameterFile?) {
        var inherited = extended?.externalInputs.inputs ?? InheritedInputs()
        inherited.values = extended?.values ?? [:]
        var reader = InputReader(file, in: context, inherited: inherited)
        let needing = file.outputs.filter { reader.needsInput($0.value) }
        let assigned = Set(file.outputs.map(\.name))
        for variable in file.variables where variable.imported == nil && !assigned.contains(variable.name) {
            _ = reader.needsInput(variable.value)
        }
        let configuration = file.usingConfiguration.map { ($0, needsInput: reader.needsInput($0)) }
        let run = EmissionRun(files: context.files)
        let emitter = TemplateEmitter(file, in: run, inlined: reader.inlined, standIns: reader.standIns)
        var used = reader.asked
        inputs.expressions = inherited.expressions.filter { !assigned.contains($0.key) }
        for output in needing { inputs.expressions[output.name] = emitter.expression(output.value, [:]) }
        if let (written, needsInput) = configuration {
            let expression = emitter.expression(written, [:])
            usingConfiguration =
                needsInput ? ["expression": expression.value] : ["value": reader.value(of: written)]
            used.formUnion(expression.inputKeys)
        }
        for expression in inputs.expressions.values { used.formUnion(expression.inputKeys) }
        inputs.definitions = reader.definitions.filter { used.contains($0.value.key) }
        diagnostics = reader.run.diagnostics + run.diagnostics
    }
}

/// Finds the calls of `externalInput`, and what beside them can be computed at once.
private struct InputReader {
    let run: EvaluationRun
    /// The variables and parameters that need an input: they stand where they are used.
    let inlined: InlineDecisions
    /// What is written in place of expressions, by their places in the file.
    private(set) var standIns: [Range<UInt32>: ARMExpression] = [:]
    /// The inputs by what identifies them, in the order in which they were found: equal calls ask for one input.
    private(set) var definitions: OrderedDictionary<String, (key: String, value: Value)>
    /// The keys of all of them.
    private var keys: Set<String>
    /// The keys of the inputs that the file itself asks for.
    private(set) var asked: Set<String> = []
    private let inherited: InheritedInputs
    private var evaluator: Evaluator
    /// What expressions read, by their places in the file.
    private var known: [Range<UInt32>: Reads] = [:]

    /// What an expression needs besides what the file says.
    private struct Reads {
        var readsInput = false
        /// The variables of lambdas and loops around it.
        var slots: Set<Int> = []

        var isConstant: Bool { !readsInput && slots.isEmpty }

        mutating func formUnion(_ other: Reads) {
            readsInput = readsInput || other.readsInput
            slots.formUnion(other.slots)
        }
    }

    init(_ file: BoundModule, in context: EvaluationContext, inherited: InheritedInputs) {
        self.inherited = inherited
        definitions = inherited.definitions
        keys = Set(inherited.definitions.values.map(\.key))
        run = EvaluationRun(limits: context.limits)
        inlined = InlineDecisions(file, inherited: inherited)
        let scope = ModuleScope(
            module: file,
            context: context,
            place: AzurePlace(targetScope: file.targetScope, in: context.azure),
            given: file.parameters.map { parameter in
                context.parameters[parameter.name].map { ModuleScope.GivenValue(value: $0, span: nil) }
            }
        )
        evaluator = Evaluator(scope: scope, run: run)
    }

    /// Whether an expression cannot be computed without an input; if so, what stands in for its parts is noted.
    mutating func needsInput(_ expression: Expression) -> Bool {
        guard look(at: expression).readsInput else { return false }
        prepare(expression)
        return true
    }

    /// Finds out what an expression and those within it read.
    private mutating func look(at expression: Expression) -> Reads {
        var reads = Reads()
        switch inherited.reading(of: expression) {
        case .none: expression.forEachChild { reads.formUnion(look(at: $0)) }
        case .known: break
        case .input(let standIn):
            standIns[expression.range] = standIn
            reads.readsInput = true
        }
        switch expression.kind {
        case .local(let slot): reads.slots.insert(slot)
        case .lambda(let slots, _, _): reads.slots.subtract(slots)
        case .loop(let loop): reads.slots.subtract([loop.itemSlot] + (loop.indexSlot.map { [$0] } ?? []))
        case .variable(let index): reads.readsInput = inlined.variables.contains(index)
        case .call(let function, let arguments) where function.readsExternalInput:
            standIns[expression.range] = input(function, arguments, in: expression)
            reads.readsInput = true
        case _: break
        }
        known[expression.range, default: Reads()].formUnion(reads)
        return reads
    }

    /// Notes the values of the largest parts that can be computed; what fails is left to be computed later.
    private mutating func prepare(_ expression: Expression) {
        guard standIns[expression.range] == nil else { return }
        if !expression.isLambda, known[expression.range]?.isConstant ?? false {
            let value = run.silently { evaluator.evaluate(expression) }
            if !value.isKnown, !value.isInvalid {
                run.report(.notEmitted("a secret of a key vault beside an external input", at: span(expression.range)))
            }
            if !value.isInvalid { standIns[expression.range] = ARMExpression(value) }
            return
        }
        expression.forEachChild { prepare($0) }
    }

    mutating func value(of expression: Expression) -> Value { evaluator.evaluate(expression) }

    /// What reads the input that a call asks for.
    private mutating func input(
        _ function: BuiltinFunction,
        _ arguments: [Expression],
        in call: Expression
    ) -> ARMExpression {
        let written = arguments.map { value(of: $0) }
        let values: [Value] =
            switch function.name {
            case "readCliArg": ["sys.cliArg"] + written
            case "readEnvVar": ["sys.envVar"] + written
            case _: written
            }
        guard let kind = values.first?.revealed.stringValue, values.allSatisfy(\.isKnown) else {
            run.report(.notEmitted("an external input that is described by another", at: span(call.range)))
            return .call("null")
        }
        let identity = Value.array(values).json(.compact, disclosing: .revealed)
        let name = String(String.UnicodeScalarView(kind.unicodeScalars.map { $0.isWordCharacter ? $0 : "_" }))
        let key = definitions[identity]?.key ?? unusedKey(for: name)
        asked.insert(key)
        keys.insert(key)
        var definition: ValueObject = ["kind": .string(kind)]
        if values.count > 1 { definition["config"] = values[1] }
        definitions[identity] = (key, .object(definition))
        return .call("externalInputs", .text(key))
    }

    /// A key that no input has: those that were taken over may have been counted otherwise.
    private func unusedKey(for name: String) -> String {
        var number = definitions.count
        while keys.contains("\(name)_\(number)") { number += 1 }
        return "\(name)_\(number)"
    }

    private func span(_ range: Range<UInt32>) -> Span { evaluator.scope.span(range) }
}

extension BuiltinFunction {
    /// Whether its value is given by the tool that deploys a parameter file.
    var readsExternalInput: Bool { ["externalInput", "readCliArg", "readEnvVar"].contains(name) }
}

extension Expression {
    fileprivate var isLambda: Bool {
        if case .lambda = kind { true } else { false }
    }
}

extension Unicode.Scalar {
    /// Whether it may stand in a word: a letter, a digit or what joins them.
    fileprivate var isWordCharacter: Bool {
        properties.isAlphabetic || properties.numericType == .decimal || self == "_"
    }
}
