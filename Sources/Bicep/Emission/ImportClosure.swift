import Diagnostics
import Documents

/// What a template takes from other files: what it imports, and what that uses.
///
/// What is imported by its name keeps it; anything else is named after the file that it comes from: `_1.name`.
struct ImportClosure {
    /// A declaration of another file.
    struct Key: Hashable {
        enum Kind {
            case type, variable, function
        }

        let module: ObjectIdentifier
        let kind: Kind
        /// The name in its file; for a part of a definition in a compiled template, its pointer.
        let name: String
    }

    /// A declaration that the template takes over.
    struct Entry {
        /// The name in the template.
        var name: String
        let home: LoadedModule
        /// The place in the array of its kind in that file.
        let index: Int
        /// Where it comes from: a path relative to the template's file, or a reference to a registry.
        let source: String
        /// The name there.
        let original: String

        /// What the template says of where it comes from.
        func metadata(isRenamed: Bool) -> Value {
            var members: ValueObject = ["sourceTemplate": .string(source)]
            if isRenamed { members["originalIdentifier"] = .string(original) }
            return .object(members)
        }
    }

    /// The content of a file that something imported loads.
    struct Load {
        var name: String
        let home: LoadedModule
        let call: Expression
        let source: String
        let original: String
    }

    private(set) var types: [Entry] = []
    private(set) var variables: [Entry] = []
    private(set) var functions: [Entry] = []
    private(set) var loaded: [Load] = []
    /// The names of the variables for what is loaded, by file and by the places of the calls.
    private(set) var loadedVariables: [ObjectIdentifier: [UInt32: String]] = [:]
    private var names: [Key: String] = [:]

    init(of module: BoundModule) {
        var search = Search(entry: module.file.path)
        search.visitImports(of: module)
        search.run()
        let named = search.namedImports(of: module)
        names = Self.names(of: search, named: named)
        for found in search.found {
            guard let name = names[found.key] else { continue }
            var entry = found.entry
            entry.name = name
            switch found.key.kind {
            case .type: types.append(entry)
            case .variable: variables.append(entry)
            case .function: functions.append(entry)
            }
        }
        for var load in search.loads {
            let home = ObjectIdentifier(load.home)
            let key = Key(module: home, kind: .variable, name: load.original)
            load.name = names[key] ?? load.original
            loadedVariables[home, default: [:]][load.call.range.lowerBound] = load.name
            loaded.append(load)
        }
    }

    /// The name in the template of something from another file.
    func name(_ kind: Key.Kind, _ name: String, of home: LoadedModule) -> String? {
        names[Key(module: ObjectIdentifier(home), kind: kind, name: name)]
    }

    /// The numbers of files follow the order of their paths; names that Bicep cannot write are numbered as well.
    private static func names(of search: Search, named: [Key: String]) -> [Key: String] {
        var names = named
        var symbols = search.found.map { (key: $0.key, source: $0.entry.source, original: $0.entry.original) }
        symbols += search.loads.map {
            (Key(module: ObjectIdentifier($0.home), kind: .variable, name: $0.original), $0.source, $0.original)
        }
        let ordered = symbols.map { ($0, CollationKey("\($0.source)_\($0.original)")) }.sorted { $0.1 < $1.1 }
        var next = 1
        var files: [String: Int] = [:]
        for (symbol, _) in ordered where names[symbol.key] == nil {
            let file: Int
            if let known = files[symbol.source] {
                file = known
            } else {
                file = next
                files[symbol.source] = next
                next += 1
            }
            var name = symbol.original
            if !name.isIdentifier {
                name = "_\(next)"
                next += 1
            }
            names[symbol.key] = "_\(file).\(name)"
        }
        return names
    }
}

extension ImportClosure {
    /// Follows what declarations use, from file to file.
    fileprivate struct Search {
        /// The path of the file that the template is for.
        let entry: String
        var found: [(key: Key, entry: Entry)] = []
        var loads: [Load] = []
        private var seen: Set<Key> = []
        private var next = 0

        init(entry: String) {
            self.entry = entry
        }

        mutating func visitImports(of module: BoundModule) {
            for declaration in module.types.compactMap(\.imported) { visit(.type, declaration) }
            for declaration in module.variables.compactMap(\.imported) { visit(.variable, declaration) }
            for declaration in module.functions.compactMap(\.imported) { visit(.function, declaration) }
            for wildcard in module.wildcardImports { visit(wildcard) }
        }

        private mutating func visit(_ wildcard: BoundModule.WildcardImport) {
            wildcard.types.forEach { visit(.type, $0) }
            wildcard.variables.forEach { visit(.variable, $0) }
            wildcard.functions.forEach { visit(.function, $0) }
        }

        func namedImports(of module: BoundModule) -> [Key: String] {
            var names: [Key: String] = [:]
            for type in module.types {
                if let imported = type.imported, imported.wildcard == nil { names[key(.type, imported)] = type.name }
            }
            for variable in module.variables {
                if let imported = variable.imported, imported.wildcard == nil {
                    names[key(.variable, imported)] = variable.name
                }
            }
            for function in module.functions {
                if let imported = function.imported, imported.wildcard == nil {
                    names[key(.function, imported)] = function.name
                }
            }
            return names
        }

        private func key(_ kind: Key.Kind, _ declaration: BoundModule.ImportedDeclaration) -> Key {
            let name = declaration.module.name(kind, declaration.index)
            return Key(module: ObjectIdentifier(declaration.module), kind: kind, name: name)
        }

        private mutating func visit(_ kind: Key.Kind, _ declaration: BoundModule.ImportedDeclaration) {
            let source = declaration.artifact ?? declaration.module.module.file.path.relative(toFolderOf: entry)
            visit(kind, declaration.index, of: declaration.module, source: source)
        }

        private mutating func visit(_ kind: Key.Kind, _ index: Int, of home: LoadedModule, source: String) {
            let name = home.name(kind, index)
            let key = Key(module: ObjectIdentifier(home), kind: kind, name: name)
            guard seen.insert(key).inserted else { return }
            found.append((key, Entry(name: name, home: home, index: index, source: source, original: name)))
        }

        mutating func run() {
            while next < found.count {
                let (key, entry) = found[next]
                next += 1
                let module = entry.home.module
                switch key.kind {
                case .type: walk(module.types[entry.index].type, entry)
                case .variable:
                    let variable = module.variables[entry.index]
                    walk(variable.value, entry)
                    collectLoads(in: variable.value, entry)
                    if let type = variable.declaredType { walk(type, entry) }
                case .function:
                    let function = module.functions[entry.index]
                    walk(function.body, entry)
                    for parameter in function.parameters { walk(parameter.type, entry) }
                    if let result = function.result { walk(result, entry) }
                }
            }
        }

        private mutating func collectLoads(in expression: Expression, _ entry: Entry) {
            guard entry.home.interface.compiled == nil else { return }
            let all = LoadedVariables(entry.home.module).names
            for call in LoadedVariables.calls(in: expression) {
                guard let name = all[call.range.lowerBound] else { continue }
                loads.append(
                    Load(name: name, home: entry.home, call: call, source: entry.source, original: name)
                )
            }
        }

        private mutating func walk(_ expression: Expression, _ entry: Entry) {
            let module = entry.home.module
            switch expression.kind {
            case .variable(let index):
                if let imported = module.variables[index].imported {
                    visitImport(.variable, imported, in: module)
                } else {
                    visit(.variable, index, of: entry.home, source: entry.source)
                }
            case .userCall(let index, _):
                if let imported = module.functions[index].imported {
                    visitImport(.function, imported, in: module)
                } else {
                    visit(.function, index, of: entry.home, source: entry.source)
                }
            default: break
            }
            var search = self
            expression.forEachChild { search.walk($0, entry) }
            self = search
        }

        /// A file that is imported as a whole comes as a whole.
        private mutating func visitImport(
            _ kind: Key.Kind,
            _ declaration: BoundModule.ImportedDeclaration,
            in module: BoundModule
        ) {
            visit(kind, declaration)
            guard let name = declaration.wildcard else { return }
            for wildcard in module.wildcardImports where wildcard.name == name { visit(wildcard) }
        }

        private mutating func walk(_ type: DeclaredType, _ entry: Entry) {
            switch type.kind {
            case .reference(let index):
                if let imported = entry.home.module.types[index].imported {
                    visitImport(.type, imported, in: entry.home.module)
                } else {
                    visit(.type, index, of: entry.home, source: entry.source)
                }
            case .structure(let structure):
                for property in structure.properties { walk(property.type, entry) }
                if let additional = structure.additional { walk(additional.type, entry) }
            case .list(let part), .nullable(let part), .nonNull(let part), .property(let part, _), .items(let part),
                .additionalProperties(let part), .item(let part, _):
                walk(part, entry)
            case .tuple(let items): for item in items { walk(item.type, entry) }
            case .union(let members): for member in members { walk(member, entry) }
            case .any, .null, .string, .int, .bool, .object, .array, .literal, .resourceInput, .resourceOutput,
                .resource,
                .invalid:
                break
            }
        }
    }
}

extension LoadedModule {
    /// The name of a declaration; functions of a compiled template that Bicep cannot write carry their namespace.
    fileprivate func name(_ kind: ImportClosure.Key.Kind, _ index: Int) -> String {
        switch kind {
        case .type: interface.types[index].name
        case .variable: interface.variables[index].name
        case .function: interface.functions[index].qualifiedName
        }
    }
}

extension String {
    /// The path of a file, seen from the folder of another one.
    fileprivate func relative(toFolderOf other: String) -> String {
        let target = split(separator: "/").filter { $0 != "." }
        let origin = other.split(separator: "/").filter { $0 != "." }.dropLast()
        let shared = zip(target, origin).prefix { $0 == $1 }.count
        let up = [Substring](repeating: "..", count: origin.count - shared)
        return (up + target[shared...]).joined(separator: "/")
    }
}

/// Orders texts as the compiler does: punctuation, digits, letters; small letters before capital ones.
struct CollationKey: Comparable {
    private let primary: [Int]
    private let tertiary: [Int]

    private static let punctuation = Array("_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$".unicodeScalars)

    init(_ text: String) {
        primary = text.unicodeScalars.map { scalar in
            if let place = Self.punctuation.firstIndex(of: scalar) { return place }
            let folded = 65...90 ~= scalar.value ? scalar.value + 32 : scalar.value
            return Int(folded) + 100
        }
        tertiary = text.unicodeScalars.map { 65...90 ~= $0.value ? 1 : 0 }
    }

    static func < (left: CollationKey, right: CollationKey) -> Bool {
        if left.primary != right.primary { return left.primary.lexicographicallyPrecedes(right.primary) }
        return left.tertiary.lexicographicallyPrecedes(right.tertiary)
    }
}
