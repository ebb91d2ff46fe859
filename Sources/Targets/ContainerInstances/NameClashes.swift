import AppModel
import Diagnostics
import Engine
import Recipes

/// ARM resources that two resources of the application would both make; ARM compares ids ignoring case.
struct NameClashes {
    let diagnostics: [Diagnostic]

    init(of outputs: [OutputResource], in index: ApplicationIndex) {
        var owners: [String: ResourceID] = [:]
        owners.reserveCapacity(outputs.count)
        var reported = Set<[ResourceID]>()
        var found: [Diagnostic] = []
        for output in outputs {
            guard let other = owners.updateValue(output.owner, forKey: output.id.description.lowercased()),
                other != output.owner, reported.insert([other, output.owner]).inserted,
                let second = index[output.owner]?.resource
            else { continue }
            found.append(.armResourceMadeTwice(output.id.description, by: other.name, and: second))
        }
        diagnostics = found
    }
}
