import Foundation
import Glibc

/// A folder of a test's own, removed when the test is done.
public struct ScratchFolder: Sendable {
    public let path: String

    /// Runs a test in a new folder.
    public static func with<Result>(_ body: (ScratchFolder) async throws -> Result) async throws -> Result {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("rad-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: url) }
        return try await body(ScratchFolder(path: url.path))
    }

    /// Writes a file, creating the folders on its way.
    public func write(_ text: String, to name: String) throws {
        let url = URL(fileURLWithPath: path).appendingPathComponent(name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    /// Writes a script of a shell that can be run as a program.
    public func writeProgram(_ script: String, to name: String) throws {
        try write("#!/bin/sh\n\(script)\n", to: name)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(path)/\(name)")
    }

    /// The text of a file.
    public func read(_ name: String) throws -> String {
        try String(contentsOf: URL(fileURLWithPath: path).appendingPathComponent(name), encoding: .utf8)
    }
}

extension ScratchFolder {
    /// The paths of all files below the folder, sorted.
    public func files() throws -> [String] {
        let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
        return names.filter { name in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: "\(path)/\(name)", isDirectory: &isFolder)
                && !isFolder.boolValue
        }
        .sorted()
    }

    /// The files with their times, to the nanosecond, and their contents, to tell whether anything was written.
    public func fingerprint() throws -> [String] {
        try files().map { name in
            var status = stat()
            guard stat("\(path)/\(name)", &status) == 0 else { throw CocoaError(.fileNoSuchFile) }
            let time = "\(status.st_mtim.tv_sec) s \(status.st_mtim.tv_nsec) ns"
            return "\(name), written at \(time):\n\(try read(name))"
        }
    }

    /// Puts one text in the place of another in a file.
    public func replace(_ text: String, with other: String, in name: String) throws {
        try write(try read(name).replacingOccurrences(of: text, with: other), to: name)
    }

    /// Who may do what with a file.
    public func mode(of name: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")
        return attributes[.posixPermissions] as? Int ?? 0
    }
}
