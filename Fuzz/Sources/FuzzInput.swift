import Bicep
import Diagnostics

/// One input of the fuzzer: a file, and the files that it may refer to.
///
/// A line `//// NAME` ends a file and begins the one of that name, so that a single input holds a whole project.
struct FuzzInput: FileLoader {
    /// The first file, which the others stand beside.
    let main: [UInt8]
    private var others: [String: [UInt8]] = [:]

    private static let mark = Array("\n//// ".utf8)

    init(_ bytes: [UInt8]) {
        var parts: [ArraySlice<UInt8>] = []
        var start = 0
        var position = 0
        while position + Self.mark.count <= bytes.count {
            guard bytes[position] == Self.mark[0], bytes[position...].starts(with: Self.mark) else {
                position += 1
                continue
            }
            parts.append(bytes[start..<position])
            position += Self.mark.count
            start = position
        }
        parts.append(bytes[start...])
        main = parts.first.map(Array.init) ?? []
        for part in parts.dropFirst() {
            let end = part.firstIndex(of: UInt8(ascii: "\n")) ?? part.endIndex
            others[String(decoding: part[..<end], as: UTF8.self)] = Array(part[end...].dropFirst())
        }
    }

    /// The first file under a name.
    func source(_ path: String) -> SourceFile { SourceFile(path: path, bytes: main) }

    func load(_ path: String, from referrer: String) throws(FileLoadError) -> LoadedFile {
        guard let bytes = others[path] else { throw FileLoadError(reason: "there is no such file") }
        return LoadedFile(path: path, bytes: bytes)
    }

    func nearest(_ name: String, to referrer: String) -> LoadedFile? {
        others[name].map { LoadedFile(path: name, bytes: $0) }
    }

    func artifact(_ reference: ArtifactReference, file: String) throws(FileLoadError) -> LoadedFile {
        try load(reference.cacheFolder, from: file)
    }
}
