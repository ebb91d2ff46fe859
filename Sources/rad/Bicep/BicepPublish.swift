import ArgumentParser
import Bicep
import Diagnostics
import Documents
import Recipes

/// Puts a compiled module into a registry.
struct BicepPublish: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "Compile a Bicep file and publish it in an OCI registry, as a module or a recipe.",
        discussion: """
            What is published is what the Bicep compiler and Radius publish, and both can use it. Credentials are \
            those of 'docker login'. A tag that is there already is kept, unless --force is given. Prints the \
            reference by digest, which never changes its meaning.

            EXAMPLES
              rad bicep publish redis.bicep --target br:ghcr.io/shop/recipes/redis:1.0

              Replace a tag:
                rad bicep publish redis.bicep --target br:ghcr.io/shop/recipes/redis:1.0 --force

              To a registry on this machine:
                rad bicep publish redis.bicep --target br:localhost:5000/redis:1.0 --plain-http

              A recipe, registered by its digest, which is in the last line:
                pinned=$(rad bicep publish redis.bicep \\
                    --target br:ghcr.io/shop/recipes/redis:1.0 | tail -n 1)
                rad recipe register default --resource-type Radius.Data/redisCaches \\
                    --template-kind bicep --template-path "$pinned"
            """
    )

    @Argument(help: "A .bicep file, or a compiled template (.json).")
    var source: String?
    @Option(help: ArgumentHelp("The same, as Radius spells it.", valueName: "file"))
    var file: String?
    @Option(
        help: ArgumentHelp(
            "Where to publish: br:HOST/REPOSITORY:TAG, or br/ALIAS:REPOSITORY:TAG.",
            valueName: "reference"
        )
    )
    var target: String
    @Flag(help: "Replace the tag if it is there already.")
    var force = false
    @Option(help: ArgumentHelp("The address of the module's documentation.", valueName: "uri"))
    var documentationUri: String?
    @Flag(help: "Publish the source as well, for editors to show.")
    var withSource = false
    @OptionGroup var registry: RegistryOptions
    @OptionGroup var project: ProjectOption
    @OptionGroup var restore: RestoreOptions

    func validate() throws {
        guard (source == nil) != (file == nil) else { throw ValidationError("Give one file to publish.") }
        guard !withSource || (source ?? file)?.hasSuffix(".json") != true else {
            throw ValidationError("A compiled template has no source to publish.")
        }
        guard documentationUri?.isAbsoluteURI != false else {
            throw ValidationError("--documentation-uri is an absolute address, such as https://example.com/docs.")
        }
    }

    func run() async throws {
        let source = try SourceFile.read(source ?? file ?? "")
        guard source.path.hasSuffix(".bicep") || source.path.hasSuffix(".json") else {
            throw Failure(.nothingToPublish(source))
        }
        let reference = try destination(of: source)
        let template = try await template(of: source)
        let package = ModulePackage(
            template: template.bytes,
            description: template.description,
            documentation: documentationUri,
            source: withSource ? template.archive : nil
        )
        let client = RegistryClient.configured(plainHTTP: registry.plainHttp)
        let pinned: String
        do throws(RegistryError) {
            pinned = try await client.push(package, to: reference, existing: force ? .isReplaced : .isKept)
        } catch {
            throw Failure(.notPublished(source, reference, error))
        }
        Terminal.standardOutput.write("Published \(source.path) as \(reference.text)\n\(pinned)\n")
    }

    private func destination(of source: SourceFile) throws -> ArtifactReference {
        let text = SourceFile(path: "--target", bytes: Array(target.utf8))
        let files = try project.files(around: source.path)
        let (reference, diagnostics) = ArtifactReference.read(text, near: source.path, files: files)
        guard let reference else { throw Failure(diagnostics) }
        switch reference.version {
        case .tag: return reference
        case .digest: throw Failure(.digestAsTarget(text.span))
        }
    }

    private func template(of source: SourceFile) async throws -> Template {
        let files = restore.files(try project.files(around: source.path))
        let checked = try await files.restoring { BoundModule.check(source, files: files) }
        guard !checked.diagnostics.hasErrors else { throw Failure(checked.diagnostics) }
        guard source.path.hasSuffix(".bicep") else {
            Terminal.standardError.write(checked.diagnostics)
            return Template(bytes: source.bytes, value: JSONReader.read(source).document?.value, sources: [])
        }
        let emission = checked.module.emit(files: files)
        guard !emission.diagnostics.hasErrors else { throw Failure(emission.diagnostics) }
        Terminal.standardError.write(checked.diagnostics + emission.diagnostics)
        // What the source has in clear, the template has as well.
        let text = emission.template.json(.pretty, disclosing: .revealed) + "\n"
        return Template(bytes: Array(text.utf8), value: emission.template, sources: checked.module.sourceFiles)
    }
}

/// What is about to be published.
private struct Template {
    let bytes: [UInt8]
    let value: Value?
    /// The file that was compiled, and those that it uses.
    let sources: [SourceFile]

    /// What the template says that it is for.
    var description: String? { value?["metadata"]?["description"]?.stringValue }

    /// The source in the form that editors read.
    var archive: [UInt8] {
        let folder = sources.first.map { LocalFiles.folder(of: LocalFiles.absolute($0.path)) } ?? "/"
        let files = sources.map { source in
            let path = LocalFiles.absolute(source.path)
            let shown = ModuleCache.path(below: path) ?? LocalFiles.path(path, relativeTo: folder)
            return SourceArchive.File(path: shown, bytes: source.bytes)
        }
        return SourceArchive(files, version: Release.bicepLanguage).bytes
    }
}

extension String {
    /// Whether this begins with a scheme and goes on without blanks (RFC 3986, section 4.3).
    fileprivate var isAbsoluteURI: Bool {
        guard let colon = firstIndex(of: ":"), utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else { return false }
        let scheme = self[..<colon].utf8
        let isScheme = scheme.allSatisfy { 97...122 ~= $0 | 0x20 || 48...57 ~= $0 || "+-.".utf8.contains($0) }
        return isScheme && scheme.first.map { 97...122 ~= $0 | 0x20 } == true && index(after: colon) < endIndex
    }
}

extension Diagnostic {
    fileprivate static func nothingToPublish(_ file: SourceFile) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7090",
            "'\(file.path)' cannot be published: its name must end in '.bicep' or '.json'",
            at: nil,
            help: "name the .bicep file"
        )
    }

    fileprivate static func digestAsTarget(_ span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7091",
            "a module cannot be published under a digest, which follows from its content",
            at: span,
            help: "give a tag: 'br:HOST/REPOSITORY:TAG'"
        )
    }

    fileprivate static func notPublished(
        _ file: SourceFile,
        _ reference: ArtifactReference,
        _ error: RegistryError
    ) -> Diagnostic {
        Diagnostic(
            .error,
            error.code,
            "cannot publish '\(file.path)' as '\(reference.text)': \(error.reason)",
            at: nil,
            help: error.help
        )
    }
}
