import AppModel
import Diagnostics
import Documents
import Engine
import Recipes

/// Private addresses that load balancers of two resources would both have: Azure refuses the second.
///
/// Recipes take their addresses by a hash from the few that are left to them, so that two may meet.
struct AddressClashes {
    let diagnostics: [Diagnostic]

    init(of outputs: [OutputResource], in index: ApplicationIndex) {
        let claims = outputs.flatMap(Claim.all)
        let free = Self.firstFree(besides: Set(claims.map(\.address)))
        var owners: [Claim.Place: ResourceID] = [:]
        diagnostics = claims.compactMap { claim in
            guard let first = owners[claim.place] else {
                owners[claim.place] = claim.owner
                return nil
            }
            guard first != claim.owner, let owner = index[first]?.resource, let second = index[claim.owner]?.resource
            else { return nil }
            return .addressTakenTwice(claim.address, by: owner, and: second, free: free)
        }
    }

    /// An address of those that are left to recipes.
    private static func firstFree(besides taken: Set<String>) -> String? {
        AddressPlan.recipes.lazy.map { "10.2.255.\($0)" }.first { !taken.contains($0) }
    }

    /// What a load balancer says of one of its addresses.
    private struct Claim {
        /// Where an address means one thing.
        struct Place: Hashable {
            let subnet: String
            let address: String
        }

        let place: Place
        let owner: ResourceID

        var address: String { place.address }

        static func all(of output: OutputResource) -> [Claim] {
            guard output.type.lowercased() == "microsoft.network/loadbalancers" else { return [] }
            let frontends = output.body["properties"]?["frontendIPConfigurations"]?.arrayValue ?? []
            return frontends.compactMap { frontend in
                let properties = frontend["properties"]
                guard let address = properties?["privateIPAddress"]?.stringValue else { return nil }
                let subnet = properties?["subnet"]?["id"]?.stringValue ?? ""
                return Claim(place: Place(subnet: subnet.lowercased(), address: address), owner: output.owner)
            }
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
