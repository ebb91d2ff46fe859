import Bicep
public import Diagnostics
import Documents

/// Reads applications and environments, whatever language they are written in: Bicep, YAML, or the JSON that Bicep was
/// compiled to.
public struct DefinitionFrontend: Sendable {
    /// The endings of the files that are read.
    public static let endings = [".bicep", ".yaml", ".yml", ".json"]

    private let bicep: BicepFrontend

    /// Creates a front end for one deployment.
    public init(_ context: DefinitionContext) {
        bicep = BicepFrontend(context)
    }

    /// Whether a path names a definition.
    public static func reads(_ path: String) -> Bool { endings.contains { path.lowercased().hasSuffix($0) } }

    /// What a file defines, whatever its bytes; its ending says which language it is in.
    public func definition(of file: SourceFile) -> Definition {
        let path = file.path.lowercased()
        return path.hasSuffix(".yaml") || path.hasSuffix(".yml") ? translated(file) : bicep.definition(of: file)
    }

    private func translated(_ file: SourceFile) -> Definition {
        let (documents, diagnostics) = YAMLReader.read(file)
        var definition = Definition()
        definition.diagnostics = diagnostics
        guard !diagnostics.hasErrors else { return definition }
        guard let document = documents.first, documents.count == 1 else {
            let expected = "one document with 'resources', and has \(documents.count)"
            definition.diagnostics.append(.definitionShape("a definition", expected: expected, at: file.span))
            return definition
        }
        let translation = YAMLTranslation(document)
        definition.diagnostics += translation.diagnostics
        guard !definition.diagnostics.hasErrors else {
            definition.diagnostics = (definition.diagnostics + translation.mistakes).inOrderOfPlaces
            return definition
        }
        let text = SourceFile(path: file.path, bytes: translation.bytes)
        let places = translation.places
        let move = { @Sendable (span: Span) in span.file == text ? places.span(of: span.range) ?? span : span }
        guard translation.mistakes.isEmpty else {
            let others = bicep.mistakes(in: text, move: move)
            definition.diagnostics = (definition.diagnostics + translation.mistakes + others).inOrderOfPlaces
            return definition
        }
        var read = bicep.definition(of: text, move: move)
        read.diagnostics = definition.diagnostics + read.diagnostics
        return read
    }
}

extension [Diagnostic] {
    /// The diagnostics of one file in the order of their places; what has none comes first.
    fileprivate var inOrderOfPlaces: [Diagnostic] {
        enumerated()
            .sorted { left, right in
                let places = (left.element.span?.range.lowerBound ?? 0, right.element.span?.range.lowerBound ?? 0)
                return places.0 == places.1 ? left.offset < right.offset : places.0 < places.1
            }
            .map(\.element)
    }
}
