import AppModel
import Crypto

/// The private addresses of an environment, and which of them its load balancers get.
enum AddressPlan {
    static let containers = "10.1.0.0/16"
    static let loadBalancers = "10.2.0.0/16"
    static let gateways = "10.3.0.0/24"

    /// The offsets that containers' load balancers may have in `10.2.0.0/16`.
    ///
    /// Azure keeps the first four addresses of a subnet; `10.2.255.0/24` is left to recipes.
    static let offsets = 4..<0xFF00

    /// The last numbers that recipes may have in `10.2.255.0/24`.
    static let recipes = 4...254

    /// A static address for each resource, equal for equal sets of resources.
    ///
    /// The address is a hash of `<application>/<resource>`; where two of them meet, the later one
    /// in the order of names takes the next free address.
    static func addresses(of resources: [ResourceID], in application: String) -> [ResourceID: String] {
        var taken = Set<Int>()
        var addresses: [ResourceID: String] = [:]
        for id in resources.sorted().prefix(offsets.count) {
            var offset = preferredOffset(of: "\(application)/\(id.name)".lowercased())
            while !taken.insert(offset).inserted {
                offset = offset + 1 == offsets.upperBound ? offsets.lowerBound : offset + 1
            }
            addresses[id] = "10.2.\(offset >> 8).\(offset & 0xFF)"
        }
        return addresses
    }

    private static func preferredOffset(of name: String) -> Int {
        let number = SHA256.hash(data: Array(name.utf8)).prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return offsets.lowerBound + Int(number % UInt64(offsets.count))
    }
}
