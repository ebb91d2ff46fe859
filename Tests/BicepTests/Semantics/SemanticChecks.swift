import Diagnostics
import TestSupport
import Testing

@testable import Bicep

/// Files in memory, by their paths from the root.
struct MemoryFiles: FileLoader {
    var files: [String: String] = [:]

    func load(_ path: String, from referrer: String) throws(FileLoadError) -> LoadedFile {
        var parts = referrer.split(separator: "/").dropLast().map(String.init)
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { parts.removeLast() } else { parts.append(String(part)) }
        }
        let resolved = parts.joined(separator: "/")
        guard let text = files[resolved] else { throw FileLoadError(reason: "no such file") }
        return LoadedFile(path: resolved, bytes: Array(text.utf8))
    }

    func names(in folder: String, from referrer: String) throws(FileLoadError) -> [String] {
        var parts = referrer.split(separator: "/").dropLast().map(String.init)
        for part in folder.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(String(part)) }
        }
        return files.keys.map { $0.split(separator: "/").map(String.init) }
            .filter { $0.dropLast() == parts[...] }.compactMap(\.last)
    }

    func nearest(_ name: String, to referrer: String) -> LoadedFile? {
        var folder = referrer.split(separator: "/").dropLast().map(String.init)
        while true {
            let path = (folder + [name]).joined(separator: "/")
            if let text = files[path] { return LoadedFile(path: path, bytes: Array(text.utf8)) }
            guard folder.popLast() != nil else { return nil }
        }
    }

    func artifact(_ reference: ArtifactReference, file: String) throws(FileLoadError) -> LoadedFile {
        let path = "\(reference.cacheFolder)/\(file)"
        guard let text = files[path] else { throw FileLoadError(reason: "no such file") }
        return LoadedFile(path: path, bytes: Array(text.utf8))
    }
}

/// What is said of resource types that a test makes up.
let madeUpTypes: Set<String> = ["BCP081"]

/// Checks a file and compares the full list of its mistakes with the marks below its lines.
///
/// What the linter finds is left to `checkFindings`.
@discardableResult
func checkDiagnostics(
    _ text: String,
    with files: [String: String] = [:],
    leavingOut codes: Set<String> = [],
    sourceLocation: SourceLocation = #_sourceLocation
) -> BoundModule {
    let file = SourceFile(path: "main.bicep", text: text)
    let checked = BoundModule.check(file, files: MemoryFiles(files: files), linting: .errors)
    let found = checked.diagnostics.filter { $0.span?.file == file }
    expectMarks(in: text, found, leavingOut: codes, sourceLocation: sourceLocation)
    return checked.module
}

/// Checks a file that must be without mistakes; warnings of unused names are left out.
@discardableResult
func checkClean(
    _ text: String,
    with files: [String: String] = [:],
    sourceLocation: SourceLocation = #_sourceLocation
) -> BoundModule {
    let file = SourceFile(path: "main.bicep", text: text)
    let checked = BoundModule.check(file, files: MemoryFiles(files: files))
    let found = checked.diagnostics.filter { $0.severity == .error }.map { DiagnosticMark($0).description }
    #expect(found == [], sourceLocation: sourceLocation)
    return checked.module
}

/// The codes of what is wrong with a file, in the order of the places.
func diagnosticCodes(of text: String, with files: [String: String] = [:]) -> [String] {
    let file = SourceFile(path: "main.bicep", text: text)
    return BoundModule.check(file, files: MemoryFiles(files: files)).diagnostics.map(\.code)
}
