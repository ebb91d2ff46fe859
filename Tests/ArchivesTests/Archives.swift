import Archives
import Foundation
import TestSupport

/// Tar files as a test needs them, be they right or wrong.
struct TarFile {
    private(set) var bytes: [UInt8] = []

    /// Adds an entry; what is not given is as for a file.
    mutating func add(_ name: String, _ text: String = "", type: Character = "0", link: String = "", size: Int? = nil) {
        let content = Array(text.utf8)
        var header = field(name, 100) + field("0000644", 8) + field("0000000", 8) + field("0000000", 8)
        header += field(octal(size ?? content.count, 11), 12) + field(octal(0, 11), 12)
        header += field("        ", 8) + field(String(type), 1) + field(link, 100)
        header += field("ustar", 6) + field("00", 2) + field("", 512 - header.count - 8)
        let sum = header.reduce(0) { $0 + Int($1) }
        header.replaceSubrange(148..<156, with: field(octal(sum, 6), 7) + [0x20])
        bytes += header + content + [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
    }

    /// The archive with its end.
    var finished: [UInt8] { bytes + [UInt8](repeating: 0, count: 1024) }

    private func field(_ text: String, _ width: Int) -> [UInt8] {
        Array(text.utf8.prefix(width)) + [UInt8](repeating: 0, count: max(0, width - text.utf8.count))
    }

    private func octal(_ number: Int, _ width: Int) -> String {
        let digits = String(number, radix: 8)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

/// Archives that real programs made: GNU tar and Python's `zipfile` and `tarfile`.
enum RealArchive {
    /// Runs a script of Python that gets the path to write to as its argument.
    static func made(by script: String) throws -> [UInt8] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("rad-archive-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("archive").path
        let text = "import sys, os, io, zipfile, tarfile, gzip\npath = sys.argv[1]\n\(script)"
        _ = try Program.run("/usr/bin/python3", ["-c", text, path], in: folder.path)
        return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    /// A few files in a zip, compressed.
    static let zip = Result {
        try made(
            by: """
                with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as z:
                    z.writestr('redis/', '')
                    z.writestr('redis/main.bicep', 'param context object\\n' * 100)
                    z.writestr('shared/ports.bicep', "@export()\\nvar port = 6380\\n", zipfile.ZIP_STORED)
                """
        )
    }

    /// The same in a tar of a format, in gzip.
    static func tarGzip(_ format: String) throws -> [UInt8] {
        try made(
            by: """
                def add(t, name, text):
                    info = tarfile.TarInfo(name); info.size = len(text); t.addfile(info, io.BytesIO(text.encode()))
                with tarfile.open(path, 'w:gz', format=tarfile.\(format)) as t:
                    folder = tarfile.TarInfo('./redis'); folder.type = tarfile.DIRTYPE; t.addfile(folder)
                    add(t, './redis/main.bicep', 'param context object\\n' * 100)
                    add(t, './shared/ports.bicep', "@export()\\nvar port = 6380\\n")
                    add(t, './' + 'long/' * 30 + 'name.txt', 'deep')
                """
        )
    }
}

/// What is wrong with an archive; `nil` if nothing is.
func problem(
    of bytes: [UInt8],
    _ format: Archive.Format,
    limits: Archive.Limits = Archive.Limits()
) -> ArchiveError? {
    do throws(ArchiveError) {
        _ = try Archive.files(of: bytes, format, limits: limits)
        return nil
    } catch {
        return error
    }
}
