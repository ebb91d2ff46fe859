import Diagnostics

// Whether the properties of an object are those that a type asks for.
extension TypeCheck {
    mutating func compareObject(_ assignment: Assignment, _ wanted: StaticType.ObjectShape) {
        if let written = behindVariable(assignment) { return compareObject(written, wanted) }
        guard case .object(let found) = collapsed(assignment.found) else { return }
        reportMissing(assignment, found, wanted)
        let members = assignment.value?.memberEntries ?? [:]
        // A few names are compared faster than they are hashed.
        let isLarge = wanted.properties.count > 16 && found.properties.count > 4
        let expectations =
            isLarge
            ? Dictionary(wanted.properties.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first }) : [:]
        var unknown: [(name: String, member: Expression.MemberEntry?)] = []
        for property in found.properties {
            let member = members[property.name]
            let type = member.map { self.type(of: $0.value, in: assignment) } ?? property.type
            if let expected = isLarge ? expectations[property.name] : wanted[property.name] {
                guard !expected.isReadOnly else {
                    let place = assignment.isIndirect ? assignment.place : member?.nameRange ?? assignment.place
                    report(.readOnlyProperty(property.name, at: span(place)))
                    continue
                }
                let takesNull = expected.takesNull || !expected.isRequired
                let target = takesNull ? expected.type.orNull : expected.type
                assignMember(property.name, member, type, to: target, assignment)
            } else if case .of(let target) = wanted.others {
                assignMember(property.name, member, type, to: target, assignment)
            } else {
                unknown.append((property.name, member))
            }
        }
        reportUnknown(unknown, found, wanted, assignment)
    }

    private mutating func assignMember(
        _ name: String,
        _ member: Expression.MemberEntry?,
        _ found: StaticType,
        to wanted: StaticType,
        _ assignment: Assignment
    ) {
        var part = assignment.part(member?.value, found, to: wanted, as: .property(name))
        if let member, !assignment.isIndirect { part.owner = member.nameRange }
        assign(part)
    }

    private mutating func reportMissing(
        _ assignment: Assignment,
        _ found: StaticType.ObjectShape,
        _ wanted: StaticType.ObjectShape
    ) {
        guard case .none = found.others else { return }
        let required = wanted.properties.filter { $0.isRequired && !$0.isNullable && !$0.isReadOnly }
        guard !required.isEmpty else { return }
        let given = Set(found.properties.map(\.name))
        let missing = required.filter { !given.contains($0.name) && !fits(.null, $0.type) }.map(\.name)
        guard !missing.isEmpty else { return }
        report(.missingProperties(missing, of: wanted.name, at: span(assignment.owner)))
    }

    /// Reports the properties that are given and that there are none of.
    private mutating func reportUnknown(
        _ properties: [(name: String, member: Expression.MemberEntry?)],
        _ found: StaticType.ObjectShape,
        _ wanted: StaticType.ObjectShape,
        _ assignment: Assignment
    ) {
        let isTolerated = if case .tolerated = wanted.others { true } else { false }
        guard !properties.isEmpty, !isQuiet, !isTolerated || !assignment.isIndirect else { return }
        let given = Set(found.properties.map(\.name))
        let open = wanted.properties.filter { !$0.isReadOnly && !given.contains($0.name) }.map(\.name)
        // What a variable holds may be meant for others as well.
        let known = assignment.isIndirect && !assignment.isArgument ? [] : open
        for (name, member) in properties where member != nil || !isTolerated {
            let place = assignment.isIndirect ? assignment.place : member?.nameRange ?? assignment.place
            report(
                .unknownProperty(
                    name,
                    of: wanted.name,
                    known: known,
                    comparedWith: closeNames.candidates(among: known),
                    at: span(place),
                    severity: isTolerated ? .warning : .error
                )
            )
        }
    }

    // MARK: - Discriminated objects

    /// Compares an object with the one of several types that a property of it names.
    mutating func compareDiscriminated(_ assignment: Assignment, _ key: String, _ members: [StaticType]) {
        if let written = behindVariable(assignment) { return compareDiscriminated(written, key, members) }
        guard case .object(let found) = collapsed(assignment.found) else { return }
        guard let property = found[key] else {
            if case .none = found.others {
                report(.missingDiscriminator(key, expected: names(of: members, key), at: span(assignment.owner)))
            }
            return
        }
        let member = assignment.value?.memberEntry(key)
        let place = assignment.isIndirect ? assignment.place : member?.value.range ?? assignment.place
        let type = opened(member.map { self.type(of: $0.value, in: assignment) } ?? property.type)
        guard let text = type.literalText else {
            if !type.isAny, !type.isInvalid, !fits(type, .either(keys(of: members, key))) {
                let expected = names(of: members, key).quotedUnion
                report(.wrongProperty(key, expected: expected, found: type.name, at: span(place)))
            }
            return
        }
        guard let chosen = members.first(where: { self.key(of: $0, key)?.literalText == text }) else {
            return report(.unknownDiscriminator(key, text, known: names(of: members, key), at: span(place)))
        }
        guard case .object(let shape) = opened(chosen) else { return }
        compareObject(assignment, shape)
    }

    private mutating func key(of member: StaticType, _ name: String) -> StaticType? {
        guard case .object(let shape) = opened(member) else { return nil }
        return shape[name].map { opened($0.type) }
    }

    private mutating func keys(of members: [StaticType], _ name: String) -> [StaticType] {
        members.compactMap { key(of: $0, name) }
    }

    private mutating func names(of members: [StaticType], _ name: String) -> [String] {
        keys(of: members, name).compactMap(\.literalText)
    }
}

// MARK: - Bodies

extension TypeCheck {
    /// Compares the properties of a resource with what its provider says of them.
    ///
    /// The provider may have changed since rad learned of its types: what does not fit is a warning.
    mutating func checkProperties(
        of resource: BoundModule.ResourceDeclaration,
        knownTo provider: any ResourceTypeProvider
    ) {
        guard let name = resource.extensionName, !resource.isExisting,
            let properties = resource.body.memberEntry("properties"),
            let type = bodyType(of: resource, name, provider)
        else { return }
        let (before, wasKept) = (diagnostics.count, keepsTypes)
        keepsTypes = true
        assign(
            Assignment(
                value: properties.value,
                found: .written(properties.value, frame: frame),
                wanted: type,
                place: properties.value.range,
                owner: properties.nameRange,
                frame: frame,
                role: .property("properties")
            )
        )
        keepsTypes = wasKept
        for index in before..<diagnostics.count { diagnostics[index] = diagnostics[index].downgraded }
    }

    /// What a provider says of a type, asked once for all resources of it.
    private mutating func bodyType(
        of resource: BoundModule.ResourceDeclaration,
        _ extensionName: String,
        _ provider: any ResourceTypeProvider
    ) -> StaticType? {
        let key = BodyKey(type: resource.type, apiVersion: resource.apiVersion, extensionName: extensionName)
        if let known = bodyTypes[key] { return known }
        let found = provider.properties(of: resource.type, apiVersion: resource.apiVersion, in: extensionName)
        let type = found.map { StaticType($0) }
        bodyTypes[key] = .some(type)
        return type
    }

    /// What the type of a body depends on.
    struct BodyKey: Hashable {
        let type: String
        let apiVersion: String?
        let extensionName: String
    }
}

extension Diagnostic {
    /// The same as a warning.
    fileprivate var downgraded: Diagnostic {
        severity == .error ? Diagnostic(.warning, code, message, at: span, notes: notes, help: help) : self
    }
}

// MARK: - Modules

extension TypeCheck {
    /// Checks what is given to a module against its parameters.
    mutating func checkParameters(of declaration: BoundModule.ModuleDeclaration) {
        guard let loaded = declaration.module else { return }
        guard let parameters = declaration.body.memberEntry("params") else {
            return reportMissingParameters(of: declaration, loaded)
        }
        guard case .object = parameters.value.kind else {
            return report(.paramsAreNoObject(at: span(parameters.value.range)))
        }
        var whole = Assignment(
            value: parameters.value,
            found: .written(parameters.value, frame: frame),
            wanted: .object(shape(ofParametersOf: loaded)),
            place: parameters.value.range,
            owner: parameters.nameRange,
            frame: frame
        )
        whole.role = .property("params")
        keepsTypes = true
        assign(whole)
        keepsTypes = false
    }

    private mutating func reportMissingParameters(
        of declaration: BoundModule.ModuleDeclaration,
        _ loaded: LoadedModule
    ) {
        guard declaration.body.hasOnlyPlainMembers else { return }
        let required = shape(ofParametersOf: loaded).properties.filter(\.isRequired).map(\.name)
        guard !required.isEmpty else { return }
        let help = "give \(required.quotedList) a value in params"
        report(.missingProperties(["params"], of: "module", at: span(declaration.symbolRange), help: help))
    }

    /// The parameters of a module as the properties of an object.
    private mutating func shape(ofParametersOf loaded: LoadedModule) -> StaticType.ObjectShape {
        let properties = loaded.interface.parameters.map { parameter in
            StaticType.Property(
                name: parameter.name,
                type: type(of: parameter, home: .loaded(loaded)),
                isRequired: parameter.defaultValue == nil && !parameter.type.isNullable,
                // Null stands for the default.
                takesNull: parameter.defaultValue != nil || parameter.type.isNullable
            )
        }
        return StaticType.ObjectShape(name: "params", properties: properties)
    }

    /// Compares what a parameter file assigns with the parameter of the module that it is for.
    mutating func assign(_ value: Expression, to parameter: BoundModule.Parameter, of loaded: LoadedModule) {
        let target = type(of: parameter, home: .loaded(loaded))
        let takesNull = parameter.defaultValue != nil || parameter.type.isNullable
        assign(value, quietly { $0.checkKept(value) }, to: takesNull ? target.orNull : target)
    }
}

extension Expression {
    /// A property of a literal object, by its plain name.
    struct MemberEntry {
        let nameRange: Range<UInt32>
        let value: Expression
    }

    /// The properties of a literal object by their plain names; of several of one name, the last.
    var memberEntries: [String: MemberEntry] {
        guard case .object(let members) = kind else { return [:] }
        var entries: [String: MemberEntry] = [:]
        for case .property(let key, let value) in members {
            if case .string(let name) = key.kind { entries[name] = MemberEntry(nameRange: key.range, value: value) }
        }
        return entries
    }

    /// The property of a literal object that a name stands for; the last of several.
    func memberEntry(_ name: String) -> MemberEntry? {
        guard case .object(let members) = kind else { return nil }
        for case .property(let key, let value) in members.reversed() {
            if case .string(name) = key.kind { return MemberEntry(nameRange: key.range, value: value) }
        }
        return nil
    }
}

extension DeclaredType.Literal {
    /// The literal that an expression is; `nil` if it is none.
    init?(_ expression: Expression) {
        switch expression.kind {
        case .string(let text): self = .string(text)
        case .integer(let number): self = .int(number)
        case .bool(let flag): self = .bool(flag)
        default: return nil
        }
    }
}
