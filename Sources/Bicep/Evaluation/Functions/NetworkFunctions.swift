import Documents

extension FunctionTable {
    /// Functions of IP address ranges.
    static let networks: [String: FunctionImplementation] = [
        "cidrHost": .deep { call throws(EvaluationFault) in
            let (network, index) = (try network(call), try call.integer(1))
            guard index >= 0, let host = network.host(UInt128(index)) else {
                throw call.bad("\(network.text) has no host \(index)", help: "use a smaller index, from 0 on")
            }
            return .string(host)
        },
        "cidrSubnet": .deep { call throws(EvaluationFault) in
            let (network, length, index) = (try network(call), try call.integer(1), try call.integer(2))
            guard Int64(network.length)...Int64(network.family.bits) ~= length else {
                throw call.bad(
                    "a subnet of \(network.text) cannot have the length \(length)",
                    help: "use a length from \(network.length) to \(network.family.bits)"
                )
            }
            guard index >= 0, let subnet = network.subnet(length: Int(length), UInt128(index)) else {
                throw call.bad("\(network.text) has no subnet /\(length) number \(index)", help: "use a smaller index")
            }
            return .string(subnet.text)
        },
        "parseCidr": .deep { call throws(EvaluationFault) in .object(try network(call).description) },
    ]

    private static func network(_ call: FunctionCall) throws(EvaluationFault) -> IPNetwork {
        let text = try call.string(0)
        guard let network = IPNetwork(text) else {
            throw call.bad("'\(text)' is no range of IP addresses", help: "write it as 10.0.0.0/16")
        }
        return network
    }
}

/// A range of IP addresses with a common prefix (RFC 4632).
struct IPNetwork {
    enum Family {
        case v4
        case v6

        var bits: Int {
            switch self {
            case .v4: 32
            case .v6: 128
            }
        }
    }

    let family: Family
    /// The first address.
    let address: UInt128
    /// The length of the prefix in bits.
    let length: Int

    private init(family: Family, address: UInt128, length: Int) {
        self.family = family
        self.length = length
        self.address = address & Self.mask(family, length)
    }

    /// Reads `address/length`; `nil` if it is none.
    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].utf8.allSatisfy({ 48...57 ~= $0 }), let length = Int(parts[1]) else {
            return nil
        }
        if parts[0].contains(":") {
            guard length <= 128, let address = Self.readV6(parts[0]) else { return nil }
            self.init(family: .v6, address: address, length: length)
        } else {
            guard length <= 32, let address = Self.readV4(parts[0]) else { return nil }
            self.init(family: .v4, address: address, length: length)
        }
    }

    private static func mask(_ family: Family, _ length: Int) -> UInt128 {
        let all = family == .v4 ? UInt128(UInt32.max) : UInt128.max
        let free = family.bits - length
        return free == 128 ? 0 : (all >> UInt128(free)) << UInt128(free)
    }

    /// The last address.
    private var last: UInt128 {
        let all = family == .v4 ? UInt128(UInt32.max) : UInt128.max
        return address | (all ^ Self.mask(family, length))
    }

    var text: String { "\(format(address))/\(length)" }

    /// A host by its index, counted from the first usable address.
    func host(_ index: UInt128) -> String? {
        let first = length >= family.bits - 1 ? address : address + 1
        let (host, overflow) = first.addingReportingOverflow(index)
        return overflow || host > last ? nil : format(host)
    }

    /// A subnet by its index.
    func subnet(length: Int, _ index: UInt128) -> IPNetwork? {
        let free = UInt128(family.bits - length)
        guard free < 128 else { return index == 0 ? IPNetwork(family: family, address: address, length: length) : nil }
        let extra = length - self.length
        guard extra >= 128 || index < UInt128(1) << UInt128(extra) else { return nil }
        return IPNetwork(family: family, address: address | index << free, length: length)
    }

    /// The object that `parseCidr` gives; only IPv4 has a broadcast address.
    var description: ValueObject {
        var members: ValueObject = [
            "network": .string(format(address)), "netmask": .string(format(Self.mask(family, length))),
        ]
        let isTiny = length >= family.bits - 1
        switch family {
        case .v4:
            members["broadcast"] = .string(format(last))
            members["firstUsable"] = .string(format(isTiny ? address : address + 1))
            members["lastUsable"] = .string(format(isTiny ? last : last - 1))
        case .v6:
            members["firstUsable"] = .string(format(address))
            members["lastUsable"] = .string(format(last))
        }
        members["cidr"] = .integer(Int64(length))
        return members
    }

    // MARK: - Text

    private static func readV4(_ text: Substring) -> UInt128? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var address: UInt128 = 0
        for part in parts {
            guard part.utf8.allSatisfy({ 48...57 ~= $0 }), let byte = UInt8(part) else { return nil }
            address = address << 8 | UInt128(byte)
        }
        return address
    }

    private static func readV6(_ text: Substring) -> UInt128? {
        var groups: [UInt16] = []
        var gap: Int?
        var rest = text
        if rest.hasPrefix("::") {
            gap = 0
            rest = rest.dropFirst(2)
        }
        let parts = rest.isEmpty ? [] : rest.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if part.isEmpty {
                // A second colon stands for the gap, also at the very end.
                if index == parts.count - 1, gap == groups.count { continue }
                guard gap == nil else { return nil }
                gap = groups.count
            } else if part.contains("."), index == parts.count - 1, let tail = readV4(part) {
                groups += [UInt16(tail >> 16), UInt16(tail & 0xffff)]
            } else {
                guard part.utf8.count <= 4, let group = UInt16(part, radix: 16), part.first != "+" else { return nil }
                groups.append(group)
            }
        }
        if let gap {
            guard groups.count < 8 else { return nil }
            groups.insert(contentsOf: repeatElement(0, count: 8 - groups.count), at: gap)
        }
        guard groups.count == 8 else { return nil }
        return groups.reduce(0) { $0 << 16 | UInt128($1) }
    }

    private func format(_ address: UInt128) -> String {
        switch family {
        case .v4:
            return [24, 16, 8, 0].map { "\(address >> UInt128($0) & 255)" }.joined(separator: ".")
        case .v6:
            let groups = (0..<8).map { UInt16(truncatingIfNeeded: address >> UInt128(112 - 16 * $0)) }
            return Self.shortened(groups)
        }
    }

    /// The text with the longest run of zero groups, of two at least, left out (RFC 5952).
    private static func shortened(_ groups: [UInt16]) -> String {
        var best = 0..<0
        var start = 0
        while start < groups.count {
            var end = start
            while end < groups.count, groups[end] == 0 { end += 1 }
            if end - start > max(best.count, 1) { best = start..<end }
            start = max(end, start + 1)
        }
        let text = { (groups: ArraySlice<UInt16>) in groups.map { String($0, radix: 16) }.joined(separator: ":") }
        guard !best.isEmpty else { return text(groups[...]) }
        return "\(text(groups[..<best.lowerBound]))::\(text(groups[best.upperBound...]))"
    }
}
