internal import Bicep

/// The digest by which a registry knows a module, checked against what the cache has of it.
struct ModuleDigest {
    /// `sha256:` and 64 digits of the manifest.
    let text: String

    /// Why a module of the cache cannot be trusted, as half a sentence.
    public struct Problem: Error {
        let reason: String
    }

    /// Looks at a module that was restored.
    ///
    /// - Throws: `Problem` if it is not there, or its template is not the one that its manifest names.
    init(of reference: ArtifactReference, in files: any FileLoader) throws(Problem) {
        let manifest: [UInt8]
        let template: [UInt8]
        do throws(FileLoadError) {
            manifest = try files.artifact(reference, file: "manifest").bytes
            template = try files.artifact(reference, file: "main.json").bytes
        } catch {
            throw Problem(reason: error.reason)
        }
        let known: ModuleManifest
        do throws(ModuleManifest.Problem) {
            known = try ModuleManifest(manifest, contentType: nil)
        } catch {
            throw Problem(reason: error.reason)
        }
        guard known.template.digest == ContentDigest(of: template) else {
            throw Problem(reason: "its template is not the one that its manifest names")
        }
        let digest = ContentDigest(of: manifest)
        if case .digest(let wanted) = reference.version, wanted != digest.text {
            throw Problem(reason: "its manifest has the digest \(digest.text)")
        }
        text = digest.text
    }
}
