public import Bicep
public import Diagnostics
public import Documents

/// Reads applications and environments, whatever language they are written in: Bicep, YAML, or the JSON that Bicep was
/// compiled to.
public struct DefinitionFrontend: Sendable {
    /// The endings of the files that are read.
    public static let endings = [".bicep", ".yaml", ".yml", ".json"]

    private let bicep: BicepFrontend

    /// Creates a front end for one deployment.
    ///
    /// - Parameters:
    ///   - scope: Where the resources go.
    ///   - parameters: The values for the file's parameters; of several for one name, the last wins.
    ///   - files: Reads modules and the files of `load…` functions.
    ///   - types: The resource types that may be used.
    ///   - recipePacks: Packs that environments may refer to besides those of the file.
    ///   - azureScope: Where Azure resources go, unless the file declares the environment.
    ///   - existing: The bodies of resources that were deployed before, for those that a file only refers to.
    public init(
        scope: DeploymentScope,
        parameters: [GivenParameter] = [],
        files: any FileLoader = NoFiles(),
        types: ResourceTypeCatalog = .builtin,
        recipePacks: [RecipePack] = [],
        azureScope: String? = nil,
        existing: [ResourceID: ValueObject] = [:]
    ) {
        bicep = BicepFrontend(
            scope: scope,
            parameters: parameters,
            files: files,
            types: types,
            recipePacks: recipePacks,
            azureScope: azureScope,
            existing: existing
        )
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
        guard !definition.diagnostics.hasErrors else { return definition }
        let text = SourceFile(path: file.path, bytes: translation.bytes)
        let places = translation.places
        var read = bicep.definition(of: text) { span in
            span.file == text ? places.span(of: span.range) ?? span : span
        }
        read.diagnostics = definition.diagnostics + read.diagnostics
        return read
    }
}
