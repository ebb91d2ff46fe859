import AppModel
import ArgumentParser
import Documents

/// Shows one recipe pack and its recipes.
struct RecipePackShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a recipe pack and its recipes.",
        discussion: """
            EXAMPLES
              rad recipe-pack show local-dev
              rad recipe-pack show team -o json
            """
    )

    @Argument(help: "The pack, by name or id.")
    var name: String
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let pack = try await Session(scope).recipePack(name).pack
        output.format.print(table: pack.page, json: pack.document)
    }
}

extension RecipePack {
    /// The pack as Radius shows it to a person.
    fileprivate var page: String {
        let row = RecipePackRows.table([self]).text
        guard !recipes.isEmpty else { return "\(row)\nRECIPES: none\n" }
        let sorted = recipes.sorted { $0.type.description < $1.type.description }
        return "\(row)\nRECIPES:\n\(sorted.map(\.paragraph).joined(separator: "\n"))"
    }
}

extension RecipeRegistration {
    fileprivate var paragraph: String {
        var text = "\(type)\n   Kind: \(kind.rawValue)\n   Source: \(source)\n"
        guard !parameters.isEmpty else { return text }
        text += "   Parameters:\n"
        for line in Value.object(parameters).yaml(disclosing: .redacted).split(separator: "\n") {
            text += "      \(line)\n"
        }
        return text
    }
}
