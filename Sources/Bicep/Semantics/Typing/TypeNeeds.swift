/// Which types cannot be without which others, and where that goes in circles.
///
/// A type needs what it is another name for, and what its properties, items and members are, unless these may be null.
/// An object may be without additional properties.
struct TypeNeeds {
    /// The types on a way from each type that needs itself back to it, itself first.
    private(set) var cycles: [Int: [Int]] = [:]
    /// Those of them that go in a circle without any object, array or tuple on the way.
    private(set) var names: Set<Int> = []

    init(_ module: BoundModule) {
        var needs: [Int: [Need]] = [:]
        for (index, declaration) in module.types.enumerated() where declaration.imported == nil {
            var found: [Need] = []
            Self.collect(declaration.type, isName: true, into: &found)
            needs[index] = found
        }
        cycles = Self.cycles(needs.mapValues { $0.map(\.index) })
        names = Set(Self.cycles(needs.mapValues { $0.filter(\.isName).map(\.index) }).keys)
    }

    /// In how large a circle the shortest way is looked for; in a larger one, the way leads past all others.
    private static let circleLimit = 20

    private static func cycles(_ needs: [Int: [Int]]) -> [Int: [Int]] {
        let references = needs.keys.sorted().flatMap { index in
            (needs[index] ?? []).map { SymbolReference(from: .type(index), to: .type($0), range: 0..<0) }
        }
        var cycles: [Int: [Int]] = [:]
        for circle in SymbolGraph(references, nestedIn: []).components.cycles.values {
            let members = circle.compactMap { if case .type(let index) = $0 { index } else { nil } }
            for index in members {
                cycles[index] =
                    members.count <= circleLimit
                    ? way(from: index, needs) : [index] + members.prefix(circleLimit).filter { $0 != index }
            }
        }
        return cycles
    }

    /// A type that another needs.
    private struct Need {
        let index: Int
        /// Whether the other is no more than another name for it, or a union with it.
        let isName: Bool
    }

    private static func collect(_ type: DeclaredType, isName: Bool, into found: inout [Need]) {
        switch type.kind {
        case .reference(let index): found.append(Need(index: index, isName: isName))
        case .nullable(let inner), .nonNull(let inner): collect(inner, isName: isName, into: &found)
        case .property(let base, _), .additionalProperties(let base), .items(let base), .item(let base, _):
            collect(base, isName: isName, into: &found)
        case .union(let members):
            for member in members { collect(member, isName: isName, into: &found) }
        case .list(let item): collectPart(item, into: &found)
        case .tuple(let items):
            for item in items { collectPart(item.type, into: &found) }
        case .structure(let structure):
            for property in structure.properties { collectPart(property.type, into: &found) }
        case .any, .null, .string, .int, .bool, .object, .array, .literal, .resourceInput, .resourceOutput, .resource,
            .invalid:
            break
        }
    }

    private static func collectPart(_ type: DeclaredType, into found: inout [Need]) {
        if case .nullable = type.kind { return }
        collect(type, isName: false, into: &found)
    }

    /// The shortest way from a type back to itself; `nil` if there is none.
    private static func way(from start: Int, _ needs: [Int: [Int]]) -> [Int]? {
        var previous: [Int: Int] = [:]
        var pending = [start]
        var position = 0
        while position < pending.count {
            let current = pending[position]
            position += 1
            for next in needs[current] ?? [] {
                if next == start { return trace(from: current, to: start, previous) }
                guard next != start, previous[next] == nil else { continue }
                previous[next] = current
                pending.append(next)
            }
        }
        return nil
    }

    private static func trace(from end: Int, to start: Int, _ previous: [Int: Int]) -> [Int] {
        var way = [end]
        while let last = way.last, last != start, let next = previous[last] { way.append(next) }
        return way.reversed()
    }
}
