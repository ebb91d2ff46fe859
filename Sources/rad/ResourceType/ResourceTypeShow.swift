import AppModel
import ArgumentParser
import Diagnostics
import Documents
import Engine

/// Shows one resource type and its properties.
struct ResourceTypeShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a resource type: what it is for, its versions and their properties.",
        discussion: """
            EXAMPLES
              rad resource-type show Radius.Data/redisCaches
              rad resource-type show MyCompany.Resources/postgreSQL -o json
            """
    )

    @Argument(help: "The resource type, for example Radius.Data/redisCaches.")
    var type: String
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        _ = try ResourceRows.type(type)
    }

    func run() async throws {
        let session = try Session(scope)
        let wanted = try ResourceRows.type(type)
        let catalogue = try await session.types()
        guard let schema = catalogue[wanted] else {
            throw Failure(.unknownType(wanted, among: catalogue.types.map(\.description)))
        }
        let icon = try await session.icons()[schema.type]
        output.format.print(table: schema.page, json: schema.fullDocument(icon: icon))
    }
}

extension ResourceTypeSchema {
    /// The type as Radius shows it to a person.
    fileprivate var page: String {
        var table = Table("TYPE", "NAMESPACE")
        table.append(type.description, type.namespace)
        var text = table.text
        if let description { text += "\nDESCRIPTION:\n\(description.trimmed.printable)\n" }
        for version in apiVersions {
            let schema = properties(in: version)
            text += "\nAPI VERSION: \(version)\n\nTOP-LEVEL PROPERTIES:\n\n\(rows(of: schema, at: "").text)"
            let nested = schema.nestedObjects
            if !nested.isEmpty { text += "\nOBJECT PROPERTIES:\n" }
            for object in nested { text += "\n\(object.path)\n\n\(rows(of: object.schema, at: object.path).text)" }
        }
        return text
    }

    /// The properties of an object as rows, sorted by name.
    private func rows(of object: ObjectSchema, at path: String) -> Table {
        var table = Table("NAME", "TYPE", "REQUIRED", "READ-ONLY", "DESCRIPTION")
        for property in object.properties.sorted(by: { $0.name < $1.name }) {
            table.append(
                property.name,
                property.type.word,
                "\(property.isRequired)",
                "\(property.isReadOnly)",
                (description(of: property, in: Self.lastName(of: path)) ?? "").trimmed
            )
        }
        return table
    }

    /// The name of the property that a path such as `containers.*.ports.*` or `probe (tcp)` ends in.
    private static func lastName(of path: String) -> String {
        let names = path.prefix { $0 != " " }.split(separator: ".").filter { $0 != "*" }
        return String(names.last?.prefix { $0 != "[" && $0 != "." } ?? "")
    }

    /// The type with the properties of each version, for programs.
    fileprivate func fullDocument(icon: SVGIcon?) -> Value {
        var members = document(icon: icon).objectValue ?? [:]
        members["properties"] = .object(ValueObject(apiVersions.map { ($0, document(of: properties(in: $0), in: "")) }))
        if let icon { members["icon"] = .string(icon.text) }
        return .object(members)
    }

    /// The properties of an object that is the value of the property `parent`.
    private func document(of object: ObjectSchema, in parent: String) -> Value {
        .object(
            ValueObject(
                object.properties.map { property in
                    var members: ValueObject = [
                        "type": .string(property.type.word),
                        "required": .bool(property.isRequired),
                        "readOnly": .bool(property.isReadOnly),
                    ]
                    if property.isSensitive { members["sensitive"] = true }
                    if let text = description(of: property, in: parent) { members["description"] = .string(text) }
                    if let value = property.defaultValue { members["default"] = value }
                    if let nested = property.type.objects.first {
                        members["properties"] = document(of: nested.schema, in: property.name)
                    }
                    return (property.name, .object(members))
                }
            )
        )
    }
}

extension ObjectSchema {
    /// The objects in the properties, outer ones first; those of one depth by their names.
    fileprivate var nestedObjects: [(path: String, schema: ObjectSchema)] {
        var found: [(path: String, schema: ObjectSchema)] = []
        var level = children(below: "")
        while !level.isEmpty {
            found += level
            level = level.flatMap { $0.schema.children(below: $0.path + ".") }
        }
        return found
    }

    private func children(below path: String) -> [(path: String, schema: ObjectSchema)] {
        properties.sorted { $0.name < $1.name }.flatMap { property in
            property.type.objects.map { ("\(path)\(property.name)\($0.suffix)", $0.schema) }
        }
    }
}

extension PropertyType {
    /// The type in one word, as schemas spell it.
    fileprivate var word: String {
        switch self {
        case .any: "any"
        case .string, .oneOf: "string"
        case .integer: "integer"
        case .number: "number"
        case .boolean: "boolean"
        case .array: "array"
        case .map, .object, .variants: "object"
        case .either(let types): types.first?.word ?? "any"
        case .limited(let type, _): type.word
        }
    }

    /// The objects that a value of the type is or holds, with what follows the property's name in their paths.
    fileprivate var objects: [(suffix: String, schema: ObjectSchema)] {
        switch self {
        case .any, .string, .oneOf, .integer, .number, .boolean: []
        case .array(let type): type.objects.map { ("[]\($0.suffix)", $0.schema) }
        case .map(let type): type.objects.map { (".*\($0.suffix)", $0.schema) }
        case .object(let schema): [("", schema)]
        case .variants(_, let variants, _): variants.map { (" (\($0.name))", $0.schema) }
        case .either(let types): types.flatMap(\.objects)
        case .limited(let type, _): type.objects
        }
    }
}

extension String {
    /// The text without blanks around it.
    fileprivate var trimmed: String {
        let start = drop { $0.isWhitespace }
        guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...end])
    }
}

extension Diagnostic {
    fileprivate static func unknownType(_ type: ResourceType, among names: [String]) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7104",
            "the resource type \"\(type)\" does not exist",
            at: nil,
            help: suggestion(for: type.description, among: names).map { "did you mean '\($0)'?" }
                ?? "'rad resource-type list' shows what there is, 'rad resource-type create -f <file>' adds to it"
        )
    }
}
