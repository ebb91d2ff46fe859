import Diagnostics

// What members of a value come to.
extension TypeCheck {
    /// Checks a chain of accesses: null, where one of them allows for it, ends the whole chain.
    mutating func checkAccess(_ expression: Expression) -> StaticType {
        var chain: [Expression] = []
        var base = expression
        while let inner = base.accessBase {
            chain.append(base)
            base = inner
        }
        var type = opened(check(base))
        var mayEnd = false
        var wasSafe = false
        for access in chain.reversed() {
            let isSafe = access.isSafeAccess
            let index = checkIndex(of: access)
            guard !type.isInvalid, !(index?.isInvalid ?? false) else {
                type = .invalid
                continue
            }
            if isSafe || wasSafe {
                if type.isNull { return .null }
                if let plain = type.withoutNull {
                    mayEnd = true
                    type = plain
                }
                if isSafe { mayEnd = true }
            }
            // What may be null elsewhere is for the deployment to say.
            type = opened(member(access, index, of: opened(type.withoutNull ?? type)))
            wasSafe = isSafe
        }
        return mayEnd && !type.isInvalid ? type.orNull : type
    }

    private mutating func checkIndex(of access: Expression) -> StaticType? {
        guard case .index(_, let index, _, _) = access.kind else { return nil }
        let type = opened(check(index))
        return type.withoutNull ?? type
    }

    private mutating func member(_ access: Expression, _ index: StaticType?, of base: StaticType) -> StaticType {
        switch access.kind {
        case .property(_, let name, _): property(name, of: base, access, at: access.nameRange(name))
        case .index(_, let key, _, let isFromEnd):
            if let name = index?.literalText, base.isObjectLike {
                property(name, of: base, access, at: key.range)
            } else {
                item(index ?? .any, of: base, access, key.range, isFromEnd: isFromEnd)
            }
        default: .any
        }
    }

    // MARK: - Properties

    private mutating func property(
        _ name: String,
        of base: StaticType,
        _ access: Expression,
        at range: Range<UInt32>
    ) -> StaticType {
        switch base {
        case .any, .never, .discriminated: return .any
        case .invalid: return .invalid
        case .object(let shape): return property(name, of: shape, access, at: range)
        case .resource(let index): return property(name, ofResource: index, at: range)
        case .module(let index): return property(name, of: shape(ofModule: index), access, at: range)
        case .union(let members):
            if case .object(let shape) = collapsed(base) { return property(name, of: shape, access, at: range) }
            let found = members.compactMap { member -> StaticType? in
                let type = quietly { $0.property(name, of: $0.opened(member), access, at: range) }
                return type.isInvalid ? nil : type
            }
            if found.isEmpty, access.isSafeAccess { return .null }
            return found.isEmpty ? wrong(.membersOfNoObject(base, at: span(range))) : .either(found)
        case .null, .string, .int, .bool, .literal, .list, .tuple, .lambda, .written, .declared:
            return wrong(.membersOfNoObject(base, at: span(range)))
        }
    }

    private mutating func property(
        _ name: String,
        of shape: StaticType.ObjectShape,
        _ access: Expression,
        at range: Range<UInt32>
    ) -> StaticType {
        if let property = shape[name] {
            guard property.isWriteOnly else { return property.takesNull ? property.type.orNull : property.type }
            return wrong(.writeOnlyMember(name, of: shape.name, at: span(range)))
        }
        switch shape.others {
        case .of(let type): return type
        case .tolerated: return .any
        case .none: break
        }
        // What may be missing is null, if the author says that it may.
        if access.isSafeAccess { return .null }
        let known = shape.properties.filter { !$0.isWriteOnly }.map(\.name)
        let candidates = isQuiet ? [] : closeNames.candidates(among: known)
        return wrong(.unknownMember(name, known: known, comparedWith: candidates, at: span(range)))
    }

    /// What can be read of a resource; what its own type has is not known here.
    private mutating func property(_ name: String, ofResource index: Int, at range: Range<UInt32>) -> StaticType {
        let resource = module.resources[index]
        guard resource.extensionName == nil else { return .any }
        switch name {
        case "id", "name", "type", "apiVersion": return .string
        case "dependsOn": return wrong(.writeOnlyMember(name, of: resource.type, at: span(range)))
        default: return .any
        }
    }

    /// What a module gives to those that use it.
    func shape(ofModule index: Int) -> StaticType.ObjectShape {
        var shape = StaticType.ObjectShape(name: "module")
        var outputs = StaticType.ObjectShape(name: "outputs")
        if let loaded = module.modules[index].module {
            outputs.properties = loaded.interface.outputs.map { output in
                let type = output.declaredType.map { StaticType.declared($0, home: .loaded(loaded), output.decorators) }
                return StaticType.Property(name: output.name, type: type ?? .any)
            }
        }
        shape.properties = [
            StaticType.Property(name: "name", type: .string),
            StaticType.Property(name: "outputs", type: .object(outputs)),
            StaticType.Property(name: "identity", type: .any),
        ]
        for name in ["params", "scope", "dependsOn"] {
            shape.properties.append(StaticType.Property(name: name, type: .any, isWriteOnly: true))
        }
        return shape
    }

    // MARK: - Items

    private mutating func item(
        _ index: StaticType,
        of base: StaticType,
        _ access: Expression,
        _ range: Range<UInt32>,
        isFromEnd: Bool
    ) -> StaticType {
        if access.isSafeAccess { return quietly { $0.item(index, of: base, range, isFromEnd: isFromEnd, access) } }
        return item(index, of: base, range, isFromEnd: isFromEnd, access)
    }

    private mutating func item(
        _ index: StaticType,
        of base: StaticType,
        _ range: Range<UInt32>,
        isFromEnd: Bool,
        _ access: Expression
    ) -> StaticType {
        switch base {
        case .invalid: return .invalid
        case .never: return .any
        case .any:
            if fits(index, .int) || fits(index, .string) || fits(index, .either([.int, .string])) { return .any }
            return wrong(.indexIsNoStringOrInt(index, at: span(range)))
        case .tuple(let items):
            if let number = index.literalInteger { return item(number, of: items, range, isFromEnd: isFromEnd) }
            guard fits(index, .int) else { return wrong(.indexOfArray(index, at: span(range))) }
            return items.isEmpty ? .any : .either(items)
        case .list(let item, _):
            guard fits(index, .int) else { return wrong(.indexOfArray(index, at: span(range))) }
            return item
        case .object, .discriminated, .resource, .module:
            guard fits(index, .string) else { return wrong(.indexOfObject(index, at: span(range))) }
            return .any
        case .union(let members):
            let found = members.map { member in
                quietly { $0.item(index, of: $0.opened(member), range, isFromEnd: isFromEnd, access) }
            }
            guard found.contains(where: \.isInvalid) else { return .either(found) }
            // An array that is too short, such as the empty one of a choice, leaves the others.
            let fitting = found.filter { !$0.isInvalid }
            if !fitting.isEmpty, members.allSatisfy({ opened($0).isArray }) { return .either(fitting) }
            return wrong(.indexOfNeither(base, at: span(access.accessBase?.range ?? range)))
        case .null, .string, .int, .bool, .literal, .lambda, .written, .declared:
            return wrong(.indexOfNeither(base, at: span(access.accessBase?.range ?? range)))
        }
    }

    private mutating func item(
        _ number: Int64,
        of items: [StaticType],
        _ range: Range<UInt32>,
        isFromEnd: Bool
    ) -> StaticType {
        let place = isFromEnd ? Int64(items.count).subtractingReportingOverflow(number).partialValue : number
        guard let place = Int(exactly: place), items.indices.contains(place) else {
            return wrong(.indexOutOfBounds(number, count: items.count, at: span(range)))
        }
        return items[place]
    }
}

extension StaticType {
    fileprivate var isArray: Bool {
        switch self {
        case .list, .tuple: true
        default: false
        }
    }

    fileprivate var isObjectLike: Bool {
        switch self {
        case .object, .resource, .module, .discriminated: true
        case .union(let members): members.allSatisfy(\.isObjectLike)
        default: false
        }
    }
}

extension Expression {
    /// What a member is taken of.
    fileprivate var accessBase: Expression? {
        switch kind {
        case .property(let base, _, _), .index(let base, _, _, _): base
        default: nil
        }
    }

    fileprivate var isSafeAccess: Bool {
        switch kind {
        case .property(_, _, .safe), .index(_, _, .safe, _): true
        default: false
        }
    }

    /// Where the name after the dot stands, which is the end of the access.
    fileprivate func nameRange(_ name: String) -> Range<UInt32> {
        let end = range.upperBound
        return end - min(UInt32(name.utf8.count), end - range.lowerBound)..<end
    }
}
