/// Bytes that gzip (RFC 1952) made small.
public enum Gzip {
    /// What they were before.
    ///
    /// - Throws: `ArchiveError` if they are damaged, or come to more than the limit.
    public static func unpacked(_ bytes: [UInt8], limit: Int) throws(ArchiveError) -> [UInt8] {
        try Zlib.opened().gunzip(bytes, limit: limit)
    }
}
