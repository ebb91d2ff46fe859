/// Archives of files, read from bytes that are not to be trusted.
public enum Archive {
    /// How files are put together.
    public enum Format: String, Sendable, CaseIterable {
        case tar
        case tarGzip = "tar.gz"
        case zip
    }

    /// A file of an archive.
    public struct File: Sendable, Equatable {
        /// The path, with `/` between its parts; it begins with a name and has no `.` and no `..`.
        public let path: String
        public let bytes: [UInt8]

        /// Creates a file.
        public init(path: String, bytes: [UInt8]) {
            self.path = path
            self.bytes = bytes
        }
    }

    /// What an archive may ask for.
    public struct Limits: Sendable {
        /// Files and folders.
        public var entries = 10_000
        /// Bytes of all files together.
        public var size = 64 << 20
        /// How many times as large as the archive all files together may be, once they are larger than `ratioFloor`.
        public var ratio = 100
        /// Bytes up to which the ratio does not matter: a file of blanks is small in any archive.
        public var ratioFloor = 4 << 20
        /// Bytes of a path.
        public var pathLength = 1024
        /// Bytes of one part of a path.
        public var nameLength = 255
        /// Folders in folders.
        public var depth = 64

        /// The limits for archives of text files.
        public init() {}
    }

    /// The files of an archive, in its order.
    ///
    /// - Throws: `ArchiveError` if it is damaged, asks for too much, or holds anything but files and folders.
    public static func files(
        of bytes: [UInt8],
        _ format: Format,
        limits: Limits = Limits()
    ) throws(ArchiveError) -> [File] {
        var contents = ArchiveContents(limits: limits, archiveSize: bytes.count)
        switch format {
        case .tar: try TarReader(bytes).read(into: &contents)
        case .tarGzip:
            let limit = contents.sizeLimit
            // Headers and padding come on top of what is in the files.
            let overhead = (limits.entries + 2) * 3 * TarReader.blockSize
            let plain = try Zlib.opened().gunzip(bytes, limit: limit + min(overhead, limit))
            try TarReader(plain).read(into: &contents)
        case .zip: try ZipReader(bytes).read(into: &contents)
        }
        return contents.files
    }
}

/// Why an archive was not unpacked.
public enum ArchiveError: Error, Sendable, Equatable {
    /// A path leads out of the folder, or is none.
    case unsafePath(String)
    /// A symbolic or hard link.
    case link(String)
    /// A device, a pipe or something unknown.
    case special(String)
    /// A path that stands twice, or is that of a file and of a folder.
    case duplicate(String)
    case tooManyEntries(limit: Int)
    /// More bytes than the limit, or than a decent compression could have made of so small an archive.
    case tooLarge(limit: Int)
    /// Half a sentence.
    case damaged(String)
    /// What is not read, such as encryption.
    case unsupported(String)
    /// This machine has no zlib; with what the system says.
    case noZlib(String)
}

/// What was found in an archive so far.
struct ArchiveContents {
    let limits: Archive.Limits
    let sizeLimit: Int
    private(set) var files: [Archive.File] = []
    private var entries = 0
    private var size = 0
    private var filePaths: Set<String> = []
    private var folderPaths: Set<String> = []

    init(limits: Archive.Limits, archiveSize: Int) {
        self.limits = limits
        let (inflated, isOverflow) = archiveSize.multipliedReportingOverflow(by: limits.ratio)
        sizeLimit = min(limits.size, max(limits.ratioFloor, isOverflow ? .max : inflated))
    }

    /// Counts an entry of a size, before anything is made of it.
    mutating func count(size more: Int) throws(ArchiveError) {
        entries += 1
        guard entries <= limits.entries else { throw .tooManyEntries(limit: limits.entries) }
        guard more >= 0, more <= sizeLimit - size else { throw .tooLarge(limit: sizeLimit) }
        size += more
    }

    mutating func addFolder(_ name: [UInt8]) throws(ArchiveError) {
        let path = try path(of: name)
        guard !path.isEmpty else { return }
        guard !filePaths.contains(path) else { throw .duplicate(path) }
        folderPaths.insert(path)
        try addFolders(around: path)
    }

    mutating func addFile(_ name: [UInt8], _ bytes: [UInt8]) throws(ArchiveError) {
        let path = try path(of: name)
        guard !path.isEmpty, name.last != UInt8(ascii: "/") else { throw .unsafePath(Self.shown(name)) }
        guard !folderPaths.contains(path), filePaths.insert(path).inserted else { throw .duplicate(path) }
        try addFolders(around: path)
        files.append(Archive.File(path: path, bytes: bytes))
    }

    private mutating func addFolders(around path: String) throws(ArchiveError) {
        var path = path[...]
        while let slash = path.lastIndex(of: "/") {
            path = path[..<slash]
            guard !filePaths.contains(String(path)) else { throw .duplicate(String(path)) }
            guard folderPaths.insert(String(path)).inserted else { return }
        }
    }

    /// The path that a name stands for; empty for the folder itself.
    private func path(of name: [UInt8]) throws(ArchiveError) -> String {
        guard let text = String(validating: name, as: UTF8.self), !text.isEmpty, name.count <= limits.pathLength,
            name.allSatisfy({ $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }), !text.hasPrefix("/")
        else { throw .unsafePath(Self.shown(name)) }
        let parts = text.split(separator: "/").filter { $0 != "." }
        let areNames = parts.allSatisfy { $0 != ".." && $0.utf8.count <= limits.nameLength }
        guard areNames, parts.count <= limits.depth else { throw .unsafePath(Self.shown(name)) }
        return parts.joined(separator: "/")
    }

    /// A name as it may be shown: without what a terminal would take for a command.
    static func shown(_ name: [UInt8]) -> String {
        let text = String(decoding: name.prefix(200), as: UTF8.self)
        return String(String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.isPrintable ? $0 : "?" }))
    }
}

extension Unicode.Scalar.Properties {
    fileprivate var isPrintable: Bool {
        switch generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        case _: true
        }
    }
}
