import AppModel
import Diagnostics
import Documents
public import Engine
import Recipes

/// Private addresses that load balancers of two resources would both have: Azure refuses the second.
///
/// Recipes take their addresses by a hash from the few that are left to them, so that two may meet.
struct AddressClashes {
    let diagnostics: [Diagnostic]

    init(of outputs: [OutputResource], in index: ApplicationIndex) {
        let claims = outputs.flatMap { output in PrivateAddress.all(of: output).map { (place: $0, owner: output.owner) }
        }
        let free = Self.firstFree(besides: Set(claims.map(\.place.address)))
        var owners: [PrivateAddress: ResourceID] = [:]
        diagnostics = claims.compactMap { claim in
            guard let first = owners[claim.place] else {
                owners[claim.place] = claim.owner
                return nil
            }
            guard first != claim.owner, let owner = index[first]?.resource, let second = index[claim.owner]?.resource
            else { return nil }
            return .addressTakenTwice(claim.place.address, by: owner, and: second, free: free)
        }
    }

    /// An address of those that are left to recipes.
    private static func firstFree(besides taken: Set<String>) -> String? {
        AddressPlan.recipes.lazy.map { "10.2.255.\($0)" }.first { !taken.contains($0) }
    }
}

/// A private address that a load balancer takes in its subnet.
public struct PrivateAddress: Hashable, Sendable {
    /// The subnet's id in small letters: where an address means one thing.
    public let subnet: String
    public let address: String

    /// The addresses that an object takes; none if it is no load balancer, or leaves them to Azure.
    public static func all(of output: OutputResource) -> [PrivateAddress] {
        guard output.type.lowercased() == "microsoft.network/loadbalancers" else { return [] }
        let frontends = output.body["properties"]?["frontendIPConfigurations"]?.arrayValue ?? []
        return frontends.compactMap { frontend in
            let properties = frontend["properties"]
            guard let address = properties?["privateIPAddress"]?.stringValue else { return nil }
            let subnet = properties?["subnet"]?["id"]?.stringValue ?? ""
            return PrivateAddress(subnet: subnet.lowercased(), address: address)
        }
    }
}

extension Diagnostic {
    fileprivate static func addressTakenTwice(
        _ address: String,
        by first: Resource,
        and second: Resource,
        free: String?
    ) -> Diagnostic {
        let example = free.map { ", as in recipe: { parameters: { privateAddress: '\($0)' } }" } ?? ""
        return Diagnostic(
            .error,
            "RAD4160",
            "'\(second.name)' and '\(first.name)' would both have the private address '\(address)'",
            at: second.origin.span(ofBody: ["name"]),
            notes: [Note("'\(first.name)' is declared here", at: first.origin.span(ofBody: ["name"]))],
            help: "give one of them the parameter 'privateAddress' of its recipe\(example)"
        )
    }
}
