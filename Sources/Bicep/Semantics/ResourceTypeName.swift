/// The type of a resource as it is written: segments with `/` between them, and a version after `@`.
struct ResourceTypeName: Equatable {
    let type: String
    let version: String?

    /// Reads a type; `nil` if the text has another form.
    init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "@"), maxSplits: 1, omittingEmptySubsequences: false)
        guard let type = parts.first else { return nil }
        let segments = type.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard segments.allSatisfy(\.isResourceTypeSegment) else { return nil }
        self.type = String(Substring(type))
        version = parts.count > 1 ? String(Substring(parts[1])) : nil
        if let version, version.utf8.count < 2 || !version.utf8[...].isResourceTypeSegment { return nil }
    }

    /// Whether the version begins with a date, as all of Azure do: `2024-03-01-preview`.
    var hasDatedVersion: Bool {
        guard let version, version.utf8.count >= 10 else { return false }
        return version.utf8.prefix(10).enumerated().allSatisfy { place, byte in
            place == 4 || place == 7 ? byte == UInt8(ascii: "-") : 48...57 ~= byte
        }
    }

    /// The number of segments.
    var segmentCount: Int { type.utf8.count { $0 == UInt8(ascii: "/") } + 1 }
}

extension Substring.UTF8View {
    /// Letters, digits, dots and hyphens, the first a letter or digit.
    fileprivate var isResourceTypeSegment: Bool {
        guard let first, first.isIdentifierPart, first != UInt8(ascii: "_") else { return false }
        return allSatisfy { byte in
            byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
                || (byte.isIdentifierPart && byte != UInt8(ascii: "_"))
        }
    }
}

/// The extensions that need no configuration.
enum BuiltinExtension: String, CaseIterable {
    case az, sys, radius, aws, kubernetes
    case microsoftGraph

    /// Whether the extension provides a type.
    ///
    /// Types are assigned by their names: no index is read.
    func provides(_ type: String) -> Bool {
        switch self {
        case .az, .sys, .microsoftGraph: false
        case .aws: type.hasPrefix("AWS.")
        case .kubernetes: type.isKubernetesType
        case .radius: !type.hasASCIIPrefix("microsoft.")
        }
    }
}

extension String {
    /// `core/Service`, `apps/Deployment`, `networking.k8s.io/Ingress`: a group in lower case and a kind.
    fileprivate var isKubernetesType: Bool {
        let parts = utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 2, let kind = parts[1].first, 65...90 ~= kind else { return false }
        return !parts[0].contains { 65...90 ~= $0 }
    }

    /// Whether the text begins with one in lower case, whatever its own case.
    fileprivate func hasASCIIPrefix(_ prefix: String) -> Bool {
        utf8.count >= prefix.utf8.count
            && zip(utf8, prefix.utf8).allSatisfy { (65...90 ~= $0 ? $0 + 32 : $0) == $1 }
    }
}
