internal import AppModel
internal import Crypto
internal import Documents

/// What an archive is to be, as the option `checksum` of an address says: a digest that nobody can forge.
struct ArchiveChecksum: Hashable {
    /// The functions by the names that go-getter gives them (version 1.7), with the digits of a digest.
    private enum Function: String, CaseIterable {
        case md5
        case sha1
        case sha256
        case sha512

        var digits: Int {
            switch self {
            case .md5: 32
            case .sha1: 40
            case .sha256: 64
            case .sha512: 128
            }
        }
    }

    /// `sha256:` or `sha512:` and its digits in small letters.
    let text: String
    private let function: Function

    /// Reads the option: `sha256:DIGEST`, or a digest whose length tells by what it was made.
    init(option: String) throws(RemoteFile.Problem) {
        let text = option.lowercased()
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts[0] != "file" || parts.count == 1 else { throw .checksumFile(option) }
        let digest = parts.last ?? ""
        let function =
            parts.count == 2
            ? Function(rawValue: parts[0]) : Function.allCases.first { $0.digits == digest.utf8.count }
        guard let function, digest.utf8.count == function.digits, digest.allSatisfy(\.isHexDigit) else {
            throw .checksum(option)
        }
        switch function {
        case .md5, .sha1: throw .weakChecksum(function.rawValue)
        case .sha256, .sha512: break
        }
        self.function = function
        self.text = "\(function.rawValue):\(digest)"
    }

    /// The digest of what was sent, by the same function.
    func digest(of bytes: [UInt8]) -> String {
        switch function {
        case .sha512: "sha512:\(SHA512.hash(data: bytes).hexadecimal)"
        case .md5, .sha1, .sha256: ContentDigest(of: bytes).text
        }
    }
}
