import Foundation

/// The checkout that the tests stand in.
enum Repository {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    static func path(_ relative: String) -> String { "\(root)/\(relative)" }

    static func folders(in relative: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path(relative))) ?? []
        return names.filter {
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: path("\(relative)/\($0)"), isDirectory: &isFolder)
                && isFolder.boolValue
        }
        .sorted()
    }

    static func swiftFiles(under relative: String) -> [SwiftFile] {
        let names = FileManager.default.enumerator(atPath: path(relative))?.compactMap { $0 as? String } ?? []
        return names.filter { $0.hasSuffix(".swift") }.sorted().compactMap { SwiftFile("\(relative)/\($0)") }
    }
}

/// A source file as text.
struct SwiftFile {
    let path: String
    let lines: [String]

    init?(_ path: String) {
        guard let text = try? String(contentsOfFile: Repository.path(path), encoding: .utf8) else { return nil }
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// The lines that are not comments, with their numbers.
    var code: [(number: Int, line: String)] {
        zip(1..., lines).filter { !$0.1.trimmingCharacters(in: .whitespaces).hasPrefix("//") }.map { ($0.0, $0.1) }
    }

    /// The modules that the file imports.
    var imports: [String] {
        lines.compactMap { line in
            line.firstMatch(
                of: /^(?:(?:public|internal|package|fileprivate|private) )?import (?:struct |enum |class |func )?(\w+)/
            )
            .map { String($0.output.1) }
        }
    }
}
