internal import Documents

/// The source of a module as the Bicep compiler archives it, so that editors can show it: files and a table of contents.
public struct SourceArchive: Sendable {
    /// One file of the source.
    public struct File: Sendable {
        /// The path relative to the folder of the entry, with `/` between its parts.
        let path: String
        let bytes: [UInt8]

        /// Creates a file; one that is not Bicep by its name is a compiled template.
        public init(path: String, bytes: [UInt8]) {
            self.path = path
            self.bytes = bytes
        }
    }

    /// The archive: a tar file in gzip.
    public let bytes: [UInt8]

    /// Archives files; the first is the one that was published.
    ///
    /// - Parameters:
    ///   - files: The files.
    ///   - version: The release of the language that they are written in.
    public init(_ files: [File], version: String) {
        let places = Self.places(of: files)
        let contents: Value = [
            "metadataVersion": 1,
            "entryPoint": .string(files.first?.path ?? ""),
            "bicepVersion": .string(version),
            "sourceFiles": .array(
                zip(files, places).sorted { $0.0.path < $1.0.path }.map { file, place in
                    [
                        "path": .string(file.path),
                        "archivePath": .string(place),
                        "kind": .string(file.path.hasSuffix(".bicep") ? "bicep" : "armTemplate"),
                    ]
                }
            ),
            "documentLinks": .object([:]),
        ]
        var archive = TarArchive()
        archive.append("__metadata.json", Array(contents.json(.pretty).utf8))
        for (file, place) in zip(files, places) { archive.append(place, file.bytes) }
        bytes = Gzip.stored(archive.finished)
    }

    /// Where the files go in the archive: below `files`, without characters that file systems forbid.
    private static func places(of files: [File]) -> [String] {
        var taken: Set<String> = []
        return files.enumerated().map { index, file in
            let name = String(
                decoding: file.path.utf8.map { $0.isAllowedInPaths ? $0 : UInt8(ascii: "_") },
                as: UTF8.self
            )
            let place = "files/\(name)"
            let isUsable = place.utf8.count <= TarArchive.nameLimit && taken.insert(place).inserted
            return isUsable ? place : "files/\(index).\(file.path.hasSuffix(".bicep") ? "bicep" : "json")"
        }
    }
}

/// A tar file (POSIX.1-1988, ustar), with files that everybody may read and that have no time.
struct TarArchive {
    /// The longest name of a file, in bytes.
    static let nameLimit = 100
    private static let blockSize = 512

    private var bytes: [UInt8] = []

    mutating func append(_ name: String, _ content: [UInt8]) {
        var header: [UInt8] = []
        func field(_ text: String, _ width: Int) {
            header += Array(text.utf8.prefix(width))
            header += [UInt8](repeating: 0, count: width - min(text.utf8.count, width))
        }
        func number(_ value: Int, _ width: Int) {
            let digits = String(value, radix: 8)
            field(String(repeating: "0", count: max(0, width - 1 - digits.count)) + digits, width)
        }
        field(name, Self.nameLimit)
        number(0o644, 8)
        number(0, 8)
        number(0, 8)
        number(content.count, 12)
        number(0, 12)
        // The sum of the header is taken with blanks in its own place.
        field("        ", 8)
        field("0", 1)
        field("", 100)
        field("ustar", 6)
        field("00", 2)
        field("", Self.blockSize - header.count)
        let sum = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
        let digits = String(repeating: "0", count: max(0, 6 - sum.count)) + sum
        header.replaceSubrange(148..<156, with: Array(digits.utf8) + [0, UInt8(ascii: " ")])
        bytes += header + content
        bytes += [UInt8](repeating: 0, count: (Self.blockSize - content.count % Self.blockSize) % Self.blockSize)
    }

    /// The archive with the two empty blocks that end it.
    var finished: [UInt8] { bytes + [UInt8](repeating: 0, count: 2 * Self.blockSize) }
}

/// The format of gzip (RFC 1952), as far as it is needed to write it.
enum Gzip {
    /// The bytes in blocks that are not compressed (RFC 1951, section 3.2.4), without a time.
    static func stored(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
        var start = 0
        repeat {
            let end = min(start + 0xFFFF, bytes.count)
            let size = UInt16(end - start)
            result.append(end == bytes.count ? 1 : 0)
            result += [UInt8(size & 0xFF), UInt8(size >> 8), UInt8(~size & 0xFF), UInt8(~size >> 8)]
            result += bytes[start..<end]
            start = end
        } while start < bytes.count
        for number in [checksum(bytes), UInt32(truncatingIfNeeded: bytes.count)] {
            for shift in [0, 8, 16, 24] as [UInt32] { result.append(UInt8(truncatingIfNeeded: number >> shift)) }
        }
        return result
    }

    /// The cyclic redundancy check of RFC 1952, section 8.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        let table = (0..<256 as Range<UInt32>).map { index in
            (0..<8).reduce(index) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
        }
        return ~bytes.reduce(0xFFFF_FFFF) { table[Int(($0 ^ UInt32($1)) & 0xFF)] ^ ($0 >> 8) }
    }
}

extension UInt8 {
    /// Whether a byte may stand in a path on every system.
    fileprivate var isAllowedInPaths: Bool {
        0x20...0x7E ~= self && !"\"*:<>?\\|&+[]#".utf8.contains(self)
    }
}
