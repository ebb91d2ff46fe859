import Diagnostics
import Documents

/// What the variables of loops, lambdas and functions stand for, by their slots.
typealias Locals = [Int: ARMExpression]

extension TemplateEmitter {
    /// An expression as templates write it.
    func expression(_ expression: Expression, _ locals: Locals) -> ARMExpression {
        guard run.enter(at: span(expression.range)) else { return .text("") }
        defer { run.leave() }
        if let standIn = standIns[expression.range] { return standIn }
        switch expression.kind {
        case .null, .invalid: return .call("null")
        case .bool(let flag): return .call(flag ? "true" : "false")
        case .integer(let number): return ARMExpression(number)
        case .string(let text): return .text(text)
        case .interpolation(let segments): return interpolation(segments, locals)
        case .array(let elements): return array(elements, locals)
        case .object(let members): return object(members, locals)
        case .parameter(let index): return .call("parameters", .text(module.parameters[index].name))
        case .variable(let index): return variable(index, locals)
        case .resource, .module, .property, .index: return access(expression, locals)
        case .local(let slot): return locals[slot] ?? .call("null")
        case .call(let function, let arguments): return call(function.name, arguments, in: expression, locals)
        case .userCall(let index, let arguments):
            return .call(functionName(index), arguments.map { self.expression($0, locals) }, access: [])
        case .methodCall(let base, let name, let arguments):
            return method(name, of: base, arguments, in: expression, locals)
        case .unary(.not, let operand): return .call("not", self.expression(operand, locals))
        case .unary(.minus, let operand): return .call("sub", .integer(0), self.expression(operand, locals))
        case .binary(let sign, let left, let right):
            return binary(sign, self.expression(left, locals), self.expression(right, locals))
        case .conditional: return conditional(expression, locals)
        case .nonNull(let base): return self.expression(base, locals)
        case .lambda(let slots, let names, let body): return lambda(slots, names, body, locals)
        case .loop:
            run.report(.notEmitted("a loop", at: span(expression.range)))
            return .call("null")
        }
    }

    private func interpolation(_ segments: [Expression.Segment], _ locals: Locals) -> ARMExpression {
        var format = ""
        var arguments: [ARMExpression] = []
        for segment in segments {
            switch segment {
            case .text(let text):
                for scalar in text.unicodeScalars {
                    if scalar == "{" || scalar == "}" { format.unicodeScalars.append(scalar) }
                    format.unicodeScalars.append(scalar)
                }
            case .hole(let hole):
                format += "{\(arguments.count)}"
                arguments.append(expression(hole, locals))
            }
        }
        return .call("format", [.text(format)] + arguments, access: [])
    }

    private func array(_ elements: [Expression.Element], _ locals: Locals) -> ARMExpression {
        var chunks: [ARMExpression] = []
        var items: [ARMExpression] = []
        var hasSpread = false
        func close() {
            if !items.isEmpty { chunks.append(.call("createArray", items, access: [])) }
            items = []
        }
        for element in elements {
            switch element {
            case .item(let item): items.append(expression(item, locals))
            case .spread(let spread):
                close()
                chunks.append(expression(spread, locals))
                hasSpread = true
            }
        }
        close()
        if chunks.isEmpty { return .call("createArray") }
        return hasSpread ? .call("flatten", .call("createArray", chunks, access: [])) : chunks[0]
    }

    private func object(_ members: [Expression.Member], _ locals: Locals) -> ARMExpression {
        var chunks: [ARMExpression] = []
        var items: [ARMExpression] = []
        var hasSpread = false
        func close() {
            if !items.isEmpty { chunks.append(.call("createObject", items, access: [])) }
            items = []
        }
        for member in members {
            switch member {
            case .property(let name, let value): items += [expression(name, locals), expression(value, locals)]
            case .spread(let spread):
                close()
                chunks.append(expression(spread, locals))
                hasSpread = true
            }
        }
        close()
        if chunks.isEmpty { return .call("createObject") }
        return hasSpread ? .call("shallowMerge", .call("createArray", chunks, access: [])) : chunks[0]
    }

    private func conditional(_ expression: Expression, _ locals: Locals) -> ARMExpression {
        guard case .conditional(let condition, let then, let otherwise) = expression.kind else { return .call("null") }
        return .call(
            "if",
            self.expression(condition, locals),
            self.expression(then, locals),
            self.expression(otherwise, locals)
        )
    }

    private func lambda(_ slots: [Int], _ names: [String], _ body: Expression, _ locals: Locals) -> ARMExpression {
        var inner = locals
        for (slot, name) in zip(slots, names) { inner[slot] = .call("lambdaVariables", .text(name)) }
        return .call("lambda", names.map { .text($0) } + [expression(body, inner)], access: [])
    }

    private func binary(_ sign: BinaryOperator, _ left: ARMExpression, _ right: ARMExpression) -> ARMExpression {
        switch sign {
        case .add: .call("add", left, right)
        case .subtract: .call("sub", left, right)
        case .multiply: .call("mul", left, right)
        case .divide: .call("div", left, right)
        case .modulo: .call("mod", left, right)
        case .less: .call("less", left, right)
        case .lessOrEqual: .call("lessOrEquals", left, right)
        case .greater: .call("greater", left, right)
        case .greaterOrEqual: .call("greaterOrEquals", left, right)
        case .equal: .call("equals", left, right)
        case .notEqual: .call("not", .call("equals", left, right))
        case .equalIgnoringCase: .call("equals", .call("toLower", left), .call("toLower", right))
        case .notEqualIgnoringCase: .call("not", .call("equals", .call("toLower", left), .call("toLower", right)))
        case .and: .call("and", left, right)
        case .or: .call("or", left, right)
        case .coalesce: .call("coalesce", left, right)
        }
    }
}

// MARK: - Names

extension TemplateEmitter {
    private func variable(_ index: Int, _ locals: Locals) -> ARMExpression {
        if inlined.variables.contains(index) { return expression(module.variables[index].value, [:]) }
        let variable = module.variables[index]
        var name = variable.name
        if let origin = variable.imported {
            let original = origin.module.interface.variables[origin.index].name
            name = imported.name(.variable, original, of: origin.module) ?? name
        } else if let home {
            name = imported.name(.variable, name, of: home) ?? name
        }
        return .call("variables", .text(name))
    }

    private func functionName(_ index: Int) -> String {
        let function = module.functions[index]
        var name = function.name
        if let origin = function.imported {
            let original = origin.module.interface.functions[origin.index].qualifiedName
            name = imported.name(.function, original, of: origin.module) ?? name
        } else if let home {
            name = imported.name(.function, function.qualifiedName, of: home) ?? name
        }
        return name.contains(".") ? name : "__bicep.\(name)"
    }

    private func call(
        _ name: String,
        _ arguments: [Expression],
        in expression: Expression,
        _ locals: Locals
    ) -> ARMExpression {
        if name == "any", let argument = arguments.first { return self.expression(argument, locals) }
        if LoadedVariables.isLoading(name) {
            if let variable = loadedVariables[expression.range.lowerBound] {
                return .call("variables", .text(variable))
            }
            return ARMExpression(loaded(expression))
        }
        if isScopeElsewhere(name, arguments) { return .call("createObject") }
        return .call(name, arguments.map { self.expression($0, locals) }, access: [])
    }

    /// Whether a call names a place by its id, which templates have no value for: it says only where something goes.
    private func isScopeElsewhere(_ name: String, _ arguments: [Expression]) -> Bool {
        !arguments.isEmpty && ["subscription", "resourceGroup", "managementGroup"].contains(name)
    }
}

// MARK: - Values

extension TemplateEmitter {
    /// An expression as a value of the template: JSON as far as it is written out, expressions for the rest.
    func value(_ expression: Expression, _ locals: Locals) -> Value {
        guard run.enter(at: span(expression.range)) else { return .null }
        defer { run.leave() }
        switch expression.kind {
        case .null, .invalid: return .null
        case .bool(let flag): return .bool(flag)
        case .integer(let number): return .integer(number)
        case .object:
            guard expression.isLiteralObject else { return self.expression(expression, locals).value }
            return .object(members(of: expression, locals))
        case .array(let elements):
            let items = elements.compactMap { element in
                if case .item(let item) = element { item } else { nil }
            }
            guard items.count == elements.count else { return self.expression(expression, locals).value }
            return .array(items.map { value($0, locals) })
        case .nonNull(let base): return value(base, locals)
        case .variable(let index) where inlined.variables.contains(index):
            return value(module.variables[index].value, [:])
        case .call(let function, let arguments):
            if function.name == "any", let argument = arguments.first { return value(argument, locals) }
            if LoadedVariables.isLoading(function.name), loadedVariables[expression.range.lowerBound] == nil {
                return loaded(expression).escapedForTemplate
            }
            if isScopeElsewhere(function.name, arguments) { return [:] }
            return self.expression(expression, locals).value
        case .string, .interpolation, .variable, .parameter, .resource, .module, .local, .userCall, .methodCall,
            .property,
            .index, .unary, .binary, .conditional, .lambda, .loop:
            return self.expression(expression, locals).value
        }
    }

    /// The members of an object that is written out; its loops are under `copy`.
    func members(of object: Expression, besides omitted: Set<String> = [], _ locals: Locals) -> ValueObject {
        guard case .object(let members) = object.kind else { return [:] }
        var copies: [Value] = []
        var plain: [(String, Value)] = []
        for member in members {
            guard case .property(let name, let item) = member else { continue }
            if let constant = member.constantName, omitted.contains(constant) { continue }
            if case .loop(let loop) = item.kind, let constant = member.constantName {
                copies.append(copyObject(constant, loop, locals))
            } else {
                plain.append((expression(name, locals).serialized.propertyName, value(item, locals)))
            }
        }
        return ValueObject((copies.isEmpty ? [] : [("copy", .array(copies))]) + plain)
    }

    /// A list that is made by repetition.
    func copyObject(_ name: String?, _ loop: Expression.Loop, _ locals: Locals) -> Value {
        let index = name.map { ARMExpression.call("copyIndex", .text($0)) } ?? .call("copyIndex")
        let inner = locals.merging(self.locals(of: loop, index: index, locals)) { $1 }
        var members = count(name, loop, locals)
        let body = unwrapped(loop.body)
        switch body.kind {
        case .object where body.isLiteralObject: members.append(("input", value(body, inner)))
        case .string(let text): members.append(("input", .string(text.escapedForTemplate)))
        default: members.append(("input", expression(body, inner).asCall.value))
        }
        return .object(ValueObject(members))
    }

    /// How often something is repeated.
    func count(_ name: String?, _ loop: Expression.Loop, _ locals: Locals) -> [(String, Value)] {
        let count = ARMExpression.call("length", expression(loop.items, locals)).value
        return (name.map { [("name", .string($0))] } ?? []) + [("count", count)]
    }

    /// What the variables of a loop stand for at an index.
    func locals(of loop: Expression.Loop, index: ARMExpression, _ outer: Locals) -> Locals {
        var locals: Locals = [loop.itemSlot: expression(loop.items, outer).appending(index)]
        if let slot = loop.indexSlot { locals[slot] = index }
        return locals
    }
}

extension Expression {
    /// Whether it is an object whose members are all written out.
    var isLiteralObject: Bool {
        guard case .object(let members) = kind else { return false }
        return members.allSatisfy { member in
            if case .property = member { true } else { false }
        }
    }
}

extension String {
    /// The text as the name of a property: `copy` would be read as an instruction.
    var propertyName: String { equalsIgnoringASCIICase("copy") ? "[string('\(self)')]" : self }
}
