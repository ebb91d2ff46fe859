import CLibZ
import Glibc

/// The functions of zlib, found when the first archive is unpacked.
struct Zlib: Sendable {
    private typealias Stream = UnsafeMutablePointer<z_stream>
    private typealias Begin = @convention(c) @Sendable (Stream, Int32, UnsafePointer<CChar>, Int32) -> Int32
    private typealias Step = @convention(c) @Sendable (Stream, Int32) -> Int32
    private typealias End = @convention(c) @Sendable (Stream) -> Int32
    private typealias Checksum = @convention(c) @Sendable (UInt, UnsafePointer<UInt8>?, UInt32) -> UInt

    private let begin: Begin
    private let step: Step
    private let end: End
    private let crc: Checksum

    /// The library, opened once for the process.
    static func opened() throws(ArchiveError) -> Zlib { try result.get() }

    private static let name = "libz.so.1"
    private static let result = open()

    private static func open() -> Result<Zlib, ArchiveError> {
        guard let library = dlopen(name, RTLD_NOW) else {
            return .failure(.noZlib(dlerror().map { String(cString: $0) } ?? name))
        }
        guard let begin = dlsym(library, "inflateInit2_"), let step = dlsym(library, "inflate"),
            let end = dlsym(library, "inflateEnd"), let crc = dlsym(library, "crc32")
        else { return .failure(.noZlib("\(name) lacks a function")) }
        return .success(
            Zlib(
                begin: unsafeBitCast(begin, to: Begin.self),
                step: unsafeBitCast(step, to: Step.self),
                end: unsafeBitCast(end, to: End.self),
                crc: unsafeBitCast(crc, to: Checksum.self)
            )
        )
    }

    /// How many archives in gzip may stand one after the other: to begin each costs more than its few bytes.
    private static let memberLimit = 64

    /// What gzip (RFC 1952) holds, all its members one after the other.
    ///
    /// - Throws: `ArchiveError` if it is damaged, or holds more than the limit.
    func gunzip(_ bytes: [UInt8], limit: Int) throws(ArchiveError) -> [UInt8] {
        var rest = bytes[...]
        var result: [UInt8] = []
        var members = 0
        repeat {
            members += 1
            guard members <= Self.memberLimit else {
                throw .unsupported("it is of more than \(Self.memberLimit) parts")
            }
            let (part, used) = try run(rest, windowBits: 15 + 16, limit: limit - result.count, of: limit)
            result += part
            rest = rest.dropFirst(used)
            // Tapes were filled up with zeros, and some programs still do so.
        } while rest.contains { $0 != 0 }
        return result
    }

    /// What deflate (RFC 1951) made small, which must be of a size.
    func inflate(_ bytes: [UInt8], size: Int) throws(ArchiveError) -> [UInt8] {
        let result: [UInt8]
        let used: Int
        do throws(ArchiveError) {
            (result, used) = try run(bytes[...], windowBits: -15, limit: size, of: size)
        } catch .tooLarge {
            throw .damaged("a file is of another size than it says")
        }
        guard used == bytes.count, result.count == size else {
            throw .damaged("a file is of another size than it says")
        }
        return result
    }

    /// The cyclic redundancy check of both formats.
    func checksum(of bytes: [UInt8]) -> UInt32 {
        bytes.withUnsafeBufferPointer { UInt32(truncatingIfNeeded: crc(0, $0.baseAddress, UInt32($0.count))) }
    }

    private func run(
        _ bytes: ArraySlice<UInt8>,
        windowBits: Int32,
        limit: Int,
        of total: Int
    ) throws(ArchiveError) -> (result: [UInt8], used: Int) {
        var stream = z_stream()
        guard begin(&stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw .noZlib("it cannot begin")
        }
        var result: [UInt8] = []
        var status = Z_OK
        bytes.withUnsafeBufferPointer { source in
            // zlib only reads what it calls its own.
            stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
            stream.avail_in = UInt32(source.count)
            var chunk = [UInt8](repeating: 0, count: 64 << 10)
            while status == Z_OK, result.count <= limit {
                let filled = chunk.withUnsafeMutableBufferPointer { target in
                    stream.next_out = target.baseAddress
                    stream.avail_out = UInt32(target.count)
                    status = step(&stream, Z_NO_FLUSH)
                    return target.count - Int(stream.avail_out)
                }
                result += chunk[..<filled]
            }
        }
        let used = bytes.count - Int(stream.avail_in)
        _ = end(&stream)
        guard result.count <= limit else { throw .tooLarge(limit: total) }
        guard status == Z_STREAM_END else {
            throw .damaged("what is compressed in it is damaged, or ends in the middle")
        }
        return (result, used)
    }
}
