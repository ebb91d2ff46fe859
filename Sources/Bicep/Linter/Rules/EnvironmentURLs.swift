import Diagnostics

/// `no-hardcoded-env-urls`: host names that differ from one cloud to the next, and that `environment()` knows.
extension Linter {
    /// Looks for such hosts in a string.
    mutating func lintEnvironmentURLs(in node: SyntaxNode) {
        guard let shortest = hosts.shortest, node.range.count > shortest else { return }
        for child in node.children {
            guard case .token(let token) = child, token.range.count >= shortest else { continue }
            let found = hosts.matches(in: tree.file.bytes, token.range)
            // A string that goes on without a host is not looked at any further, as in the compiler.
            guard !found.disallowed.isEmpty else { return }
            var excluded = found.excluded[...]
            for match in found.disallowed {
                excluded = excluded.drop { $0.upperBound <= match.lowerBound }
                guard !(excluded.first?.overlaps(match) ?? false) else { continue }
                report(.hardcodedHost(text(match)), at: match)
            }
        }
    }
}

extension SyntaxNode {
    /// The nodes directly below whose strings describe, or name a type or a module, by their indices.
    var descriptiveNodes: [Int] {
        switch kind {
        case .metadata: nodes().map(\.index)
        case .decorator: ["description", "metadata"].contains(decoratorName?.text) ? nodes().map(\.index) : []
        case .resource, .module: node(3).map { [$0.index] } ?? []
        default: []
        }
    }
}

/// The hosts that `no-hardcoded-env-urls` looks for.
struct HostNames {
    private let disallowed: [[UInt8]]
    private let excluded: [[UInt8]]
    /// Whether a host begins with a byte.
    private var begins = [Bool](repeating: false, count: 256)

    /// The length of the shortest host; `nil` if there is none.
    let shortest: Int?

    init(_ settings: LinterSettings) {
        self.init(disallowed: settings.disallowedHosts, excluded: settings.excludedHosts)
    }

    init(disallowed: [String], excluded: [String]) {
        self.disallowed = disallowed.map { $0.utf8.map(\.lowercasedASCII) }.filter { !$0.isEmpty }
        self.excluded = excluded.map { $0.utf8.map(\.lowercasedASCII) }.filter { !$0.isEmpty }
        shortest = self.disallowed.map(\.count).min()
        for host in self.disallowed + self.excluded { begins[Int(host[0])] = true }
    }

    /// Where hosts stand in a part of a text; of those that overlap the first and longest.
    func matches(
        in bytes: [UInt8],
        _ range: Range<UInt32>
    ) -> (disallowed: [Range<UInt32>], excluded: [Range<UInt32>]) {
        var found: (disallowed: [Range<UInt32>], excluded: [Range<UInt32>]) = ([], [])
        for start in Int(range.lowerBound)..<Int(range.upperBound) where begins[Int(bytes[start].lowercasedASCII)] {
            guard start == range.lowerBound || !bytes[start - 1].isLetterOrDigit else { continue }
            func lengths(_ hosts: [[UInt8]]) -> [Int] {
                hosts.filter { stands($0, at: start, in: bytes, until: Int(range.upperBound)) }.map(\.count)
            }
            if let length = lengths(disallowed).max() {
                let match = UInt32(start)..<UInt32(start + length)
                if found.disallowed.last.map({ !$0.overlaps(match) }) ?? true { found.disallowed.append(match) }
            }
            if let length = lengths(excluded).max() { found.excluded.append(UInt32(start)..<UInt32(start + length)) }
        }
        return found
    }

    private func stands(_ host: [UInt8], at start: Int, in bytes: [UInt8], until limit: Int) -> Bool {
        let end = start + host.count
        guard end <= limit, end == limit || !bytes[end].isLetterOrDigit else { return false }
        return zip(host, bytes[start..<end]).allSatisfy { $0 == $1.lowercasedASCII }
    }
}

extension Linter.Finding {
    fileprivate static func hardcodedHost(_ host: String) -> Self {
        Self(
            rule: .noHardcodedEnvironmentURLs,
            message: "'\(host)' belongs to one cloud, and others have another host",
            help: "take the host from environment()"
        )
    }
}

extension UInt8 {
    fileprivate var lowercasedASCII: UInt8 { 65...90 ~= self ? self + 32 : self }

    /// Whether it is part of a word; letters outside of ASCII are.
    fileprivate var isLetterOrDigit: Bool {
        switch self {
        case 48...57, 65...90, 97...122, 0x80...: true
        default: false
        }
    }
}
