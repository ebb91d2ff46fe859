/// Reads zip (PKWARE's APPNOTE 6.3) by its directory: stored and deflated files, without encryption.
struct ZipReader {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    private static let endSize = 22
    private static let entrySize = 46
    private static let localSize = 30

    /// One entry of the directory.
    private struct Entry {
        let name: [UInt8]
        let flags: Int
        let method: Int
        let checksum: UInt32
        let packedSize: Int
        let size: Int
        let offset: Int
        /// The type of file in Unix's terms; 0 if the archive does not say.
        let type: Int
    }

    func read(into contents: inout ArchiveContents) throws(ArchiveError) {
        let end = try endOfDirectory()
        guard number(end + 4, 2) == 0, number(end + 6, 2) == 0, number(end + 8, 2) == number(end + 10, 2) else {
            throw .unsupported("it is one of several parts")
        }
        let (count, size, start) = (number(end + 10, 2), number(end + 12, 4), number(end + 16, 4))
        guard count != 0xFFFF, size != 0xFFFF_FFFF, start != 0xFFFF_FFFF else { throw .unsupported("it is of zip64") }
        guard start + size == end else { throw .damaged("its directory is not where it should be") }
        var position = start
        var entries: [Entry] = []
        for _ in 0..<count {
            let entry = try entry(at: &position, before: end)
            try contents.count(size: entry.size)
            entries.append(entry)
        }
        guard position == end else { throw .damaged("its directory does not end where it should") }
        try checkPlaces(of: entries, before: start)
        for entry in entries { try add(entry, before: start, to: &contents) }
    }

    private func endOfDirectory() throws(ArchiveError) -> Int {
        guard bytes.count >= Self.endSize else { throw .damaged("it is too short") }
        // The comment at the end has at most 65,535 bytes, and must reach to the end exactly.
        var position = bytes.count - Self.endSize
        while position >= max(0, bytes.count - Self.endSize - 0xFFFF) {
            if number(position, 4) == 0x0605_4B50, number(position + 20, 2) == bytes.count - position - Self.endSize {
                return position
            }
            position -= 1
        }
        throw .damaged("it has no directory")
    }

    private func entry(at position: inout Int, before end: Int) throws(ArchiveError) -> Entry {
        guard position + Self.entrySize <= end, number(position, 4) == 0x0201_4B50 else {
            throw .damaged("an entry of its directory is none")
        }
        let nameEnd = position + Self.entrySize + number(position + 28, 2)
        let next = nameEnd + number(position + 30, 2) + number(position + 32, 2)
        guard next <= end else { throw .damaged("an entry of its directory is none") }
        let isUnix = bytes[position + 5] == 3
        let entry = Entry(
            name: Array(bytes[position + Self.entrySize..<nameEnd]),
            flags: number(position + 8, 2),
            method: number(position + 10, 2),
            checksum: UInt32(number(position + 16, 4)),
            packedSize: number(position + 20, 4),
            size: number(position + 24, 4),
            offset: number(position + 42, 4),
            type: isUnix ? number(position + 40, 2) & 0xF000 : 0
        )
        position = next
        return entry
    }

    /// Makes sure that no two entries share bytes, by which a small archive could become a large one.
    private func checkPlaces(of entries: [Entry], before end: Int) throws(ArchiveError) {
        var free = 0
        for entry in entries.sorted(by: { $0.offset < $1.offset }) {
            guard entry.offset >= free else { throw .damaged("two files are in the same place") }
            free = try dataStart(of: entry, before: end) + entry.packedSize
            guard free <= end else { throw .damaged("a file ends in the directory") }
        }
    }

    private func dataStart(of entry: Entry, before end: Int) throws(ArchiveError) -> Int {
        let start = entry.offset
        guard start + Self.localSize <= end, number(start, 4) == 0x0403_4B50 else {
            throw .damaged("a file is not there")
        }
        let nameStart = start + Self.localSize
        let nameEnd = nameStart + number(start + 26, 2)
        guard nameEnd <= end, Array(bytes[nameStart..<nameEnd]) == entry.name else {
            throw .damaged("a file has another name than the directory says")
        }
        return nameEnd + number(start + 28, 2)
    }

    private func add(_ entry: Entry, before end: Int, to contents: inout ArchiveContents) throws(ArchiveError) {
        let name = ArchiveContents.shown(entry.name)
        switch entry.type {
        case 0, 0x8000, 0x4000: break
        case 0xA000: throw .link(name)
        case _: throw .special(name)
        }
        guard entry.flags & 0x2041 == 0 else { throw .unsupported("'\(name)' is encrypted") }
        if entry.name.last == UInt8(ascii: "/") || entry.type == 0x4000 {
            guard entry.size == 0 else { throw .damaged("the folder '\(name)' has a content") }
            return try contents.addFolder(entry.name)
        }
        let start = try dataStart(of: entry, before: end)
        let packed = Array(bytes[start..<start + entry.packedSize])
        let zlib = try Zlib.opened()
        let data: [UInt8]
        switch entry.method {
        case 0: data = packed
        case 8: data = try zlib.inflate(packed, size: entry.size)
        case _: throw .unsupported("'\(name)' is compressed by method \(entry.method), expected 0 or 8")
        }
        guard data.count == entry.size, zlib.checksum(of: data) == entry.checksum else {
            throw .damaged("'\(name)' is not what it was")
        }
        try contents.addFile(entry.name, data)
    }

    /// A number of some bytes, the lowest first, within the archive.
    private func number(_ position: Int, _ count: Int) -> Int {
        (0..<count).reduce(0) { $0 | Int(bytes[position + $1]) << (8 * $1) }
    }
}
