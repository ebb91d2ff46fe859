import Diagnostics

/// A value that is given to something of a type.
struct Assignment {
    /// The value as it is written; `nil` where only its type is known.
    var value: Expression?
    /// What is known of the value.
    var found: StaticType
    /// The type of what it is given to.
    var wanted: StaticType
    /// Where a value of the wrong type is reported.
    var place: Range<UInt32>
    /// Where properties that the value lacks are reported.
    var owner: Range<UInt32>
    /// Whether all that is wrong is reported where a variable is mentioned, and not where its value is written.
    var isIndirect = false
    /// Whether the value is an argument of a function of the language.
    var isArgument = false
    /// The variables that the value sees, by their frame.
    var frame: Int
    /// What the value is for, which decides how a mismatch is reported.
    var role = Role.value
    /// How deep the value stands in the one that is given.
    var depth = 0

    /// How deep values within values are compared.
    static let depthLimit = 256

    enum Role {
        case value
        case property(String)
        case item
    }

    /// The assignment of a part of the value.
    func part(_ value: Expression?, _ found: StaticType, to wanted: StaticType, as role: Role) -> Assignment {
        var part = self
        part.value = value
        part.found = found
        part.wanted = wanted
        part.role = role
        part.depth += 1
        if let value, !isIndirect {
            part.place = value.range
            part.owner = value.range
        }
        return part
    }

    /// The diagnostic for a value of another type.
    func mismatch(_ found: StaticType, at span: Span) -> Diagnostic {
        // That null could be given as well is of no help.
        let wanted = self.wanted.withoutNull ?? self.wanted
        switch role {
        case .value: return .literalMismatch(expected: wanted.name, found: found.name, at: span)
        case .item: return .wrongItem(expected: wanted.name, found: found.name, at: span)
        case .property(let name):
            guard !isIndirect, let text = found.literalText, let known = wanted.literalTexts else {
                return .wrongProperty(name, expected: wanted.name, found: found.name, at: span)
            }
            return .wrongLiteral(name, text, known: known, at: span)
        }
    }
}

extension StaticType {
    /// The texts of which the type takes one; `nil` if it takes others.
    fileprivate var literalTexts: [String]? {
        let members = alternatives.filter { !$0.isNull }
        let texts = members.compactMap(\.literalText)
        return texts.isEmpty || texts.count < members.count ? nil : texts
    }
}
