import Diagnostics

extension Plan {
    /// Compares what is wanted with what is recorded and what is there.
    ///
    /// Takes time linear in the number of objects and of their dependencies.
    public static func make(_ input: PlanInput) -> Planning {
        var planner = Planner(input)
        planner.planWanted()
        planner.planUnwanted()
        let changes = planner.diagnostics.hasErrors ? [] : planner.changes
        let places = Set(changes.lazy.filter { $0.action != .noOp }.compactMap { $0.recorded?.place })
        let ownPlaces = OutputResource.Platform.allCases.compactMap(\.ownPlace)
        let plan = Plan(
            identity: input.recorded.identity,
            base: input.recorded.revision,
            target: input.target,
            formerTargets: places.subtracting([input.target]).subtracting(ownPlaces).sorted(),
            changes: changes,
            valuesNeeded: planner.valuesNeeded
        )
        return Planning(plan: plan, diagnostics: planner.diagnostics)
    }

    /// The objects that must be looked for before planning: all that is recorded, and all that is wanted.
    ///
    /// What is not recorded has an empty location and applied fingerprint.
    public static func candidates(wanted: [OutputResource], recorded: DeploymentState) -> [RecordedOutput] {
        var seen = Set<OutputResourceID>(minimumCapacity: wanted.count)
        var found: [RecordedOutput] = []
        found.reserveCapacity(wanted.count)
        for output in recorded.outputs where seen.insert(output.id).inserted { found.append(output) }
        for output in recorded.uncertain where seen.insert(output.id).inserted { found.append(output) }
        for output in wanted where seen.insert(output.id).inserted {
            found.append(RecordedOutput(output, wantedFingerprint: "", place: ""))
        }
        return found
    }
}

extension RecordedOutput {
    /// What is known of an object before it is applied.
    ///
    /// - Parameters:
    ///   - output: The object.
    ///   - wantedFingerprint: The fingerprint of what is wanted.
    ///   - place: Where it is to be.
    public init(_ output: OutputResource, wantedFingerprint: String, place: String) {
        self.init(
            id: output.id,
            platform: output.platform,
            type: output.type,
            apiVersion: output.apiVersion,
            name: output.name,
            namespace: output.namespace,
            owner: output.owner,
            dependencies: output.dependencies,
            wantedFingerprint: wantedFingerprint,
            appliedFingerprint: "",
            location: "",
            place: place
        )
    }
}

/// The work in progress of making a plan.
private struct Planner {
    private(set) var changes: [Change] = []
    private(set) var valuesNeeded: Set<Int> = []
    private(set) var diagnostics: [Diagnostic] = []
    private let input: PlanInput
    private var recorded: [OutputResourceID: RecordedOutput] = [:]
    private var uncertain: [OutputResourceID: RecordedOutput] = [:]
    private var wanted: [OutputResourceID: Int] = [:]
    /// Where each wanted object stands in the plan.
    private var positions: [Int] = []

    init(_ input: PlanInput) {
        self.input = input
        recorded.reserveCapacity(input.recorded.outputs.count)
        for output in input.recorded.outputs { recorded[output.id] = output }
        for output in input.recorded.uncertain { uncertain[output.id] = output }
    }

    mutating func planWanted() {
        indexWanted()
        checkSecrets()
        let dependencies = wantedDependencies()
        let order = TopologicalOrder(count: input.wanted.count) { dependencies[$0] }
        for cycle in order.cycles {
            diagnostics.append(.dependencyCycle(cycle.map { input.wanted[$0] }, place: input.place))
        }
        guard !diagnostics.hasErrors else { return }
        positions = Array(repeating: 0, count: input.wanted.count)
        changes.reserveCapacity(input.wanted.count)
        for index in order.order {
            positions[index] = changes.count
            appendChange(for: index, dependencies: dependencies[index].map { positions[$0] })
        }
    }

    /// Adds the deletes: dependents first, so that nothing is removed that something still uses.
    mutating func planUnwanted() {
        guard !diagnostics.hasErrors else { return }
        var unwanted = input.recorded.outputs.filter {
            wanted[$0.id] == nil && uncertain[$0.id]?.place != $0.place
        }
        unwanted += input.recorded.uncertain.filter { wanted[$0.id] == nil }
        unwanted.removeAll { input.kept.contains($0.owner) }
        var indices: [OutputResourceID: Int] = [:]
        for (index, output) in unwanted.enumerated() { indices[output.id] = index }
        let order = TopologicalOrder(count: unwanted.count) { unwanted[$0].dependencies.compactMap { indices[$0] } }
        var dependents: [[Int]] = Array(repeating: [], count: unwanted.count)
        for (index, output) in unwanted.enumerated() {
            for dependency in output.dependencies { indices[dependency].map { dependents[$0].append(index) } }
        }
        var placed = Array(repeating: -1, count: unwanted.count)
        for index in order.order.reversed() {
            placed[index] = changes.count
            appendDeletion(of: unwanted[index], after: dependents[index].map { placed[$0] }.filter { $0 >= 0 })
        }
    }

    private mutating func indexWanted() {
        wanted.reserveCapacity(input.wanted.count)
        for (index, output) in input.wanted.enumerated() {
            guard let first = wanted[output.id] else {
                wanted[output.id] = index
                continue
            }
            diagnostics.append(.duplicateOutput(input.wanted[first], output, place: input.place))
        }
    }

    private mutating func checkSecrets() {
        for (output, fingerprint) in zip(input.wanted, input.fingerprints) {
            guard let path = fingerprint.firstSecret, !output.mayHoldSecrets else { continue }
            diagnostics.append(.secretOutsideSecret(output, at: path, place: input.place))
        }
    }

    /// What each wanted object needs first: what it names, and what makes the values that it waits for.
    private mutating func wantedDependencies() -> [[Int]] {
        var makers: [String: Int] = [:]
        for (index, output) in input.wanted.enumerated() {
            if let address = output.address, makers[address] == nil { makers[address] = index }
        }
        var result: [[Int]] = []
        result.reserveCapacity(input.wanted.count)
        for (index, output) in input.wanted.enumerated() {
            var needed = output.dependencies.compactMap { wanted[$0] }
            for source in input.fingerprints[index].unknownSources {
                guard let maker = makers[source] else {
                    diagnostics.append(.valueNeverKnown(source, in: output, place: input.place))
                    continue
                }
                if maker != index, !needed.contains(maker) { needed.append(maker) }
            }
            result.append(needed)
        }
        return result
    }

    private mutating func appendChange(for index: Int, dependencies: [Int]) {
        let output = input.wanted[index]
        let fingerprint = input.fingerprints[index]
        let sources = fingerprint.unknownSources.isEmpty ? [] : self.sources(of: index, among: dependencies)
        let awaited = sources.filter { changes[$0].action != .noOp }
        let (action, reason) = verdict(on: output, fingerprint: fingerprint.text, awaiting: awaited)
        if action != .noOp { needValues(of: sources) }
        changes.append(
            Change(
                action: action,
                reason: reason,
                object: RecordedOutput(
                    output,
                    wantedFingerprint: fingerprint.text,
                    place: input.place(of: output.platform)
                ),
                wanted: output,
                recorded: action == .replace ? former(of: output.id) : recorded[output.id] ?? uncertain[output.id],
                dependencies: dependencies,
                valueSources: sources
            )
        )
    }

    /// Marks changes as needed for their values; what is only read needs its own values first.
    private mutating func needValues(of positions: [Int]) {
        var open = positions
        while let position = open.popLast() {
            guard valuesNeeded.insert(position).inserted else { continue }
            if changes[position].action == .noOp { open += changes[position].valueSources }
        }
    }

    /// The positions of the changes whose values an object waits for.
    private func sources(of index: Int, among dependencies: [Int]) -> [Int] {
        let awaited = Set(input.fingerprints[index].unknownSources)
        return dependencies.filter { position in
            changes[position].wanted?.address.map { awaited.contains($0) } ?? false
        }
    }

    private mutating func verdict(
        on output: OutputResource,
        fingerprint: String,
        awaiting sources: [Int]
    ) -> (Change.Action, Change.Reason) {
        let observation = input.observed[output.id]
        let recorded = recorded[output.id]
        let unfinished = uncertain[output.id]
        let place = input.place(of: output.platform)
        let isUnknown = unfinished?.place != place && recorded?.place != place
        let isStranger = isUnknown || observation?.isForeign == true
        if isStranger, observation != nil, input.strangers == .refuse {
            diagnostics.append(.strangerInTheWay(output, place: input.place))
        }
        if let former = former(of: output.id) { return (.replace, .movedTarget(from: former.place)) }
        if unfinished != nil { return (observation == nil ? .create : .update, .interrupted) }
        guard let recorded else { return observation == nil ? (.create, .new) : (.update, .adopted) }
        guard let observation else { return (.create, .missing) }
        if observation.isForeign { return (.update, .adopted) }
        if recorded.wantedFingerprint != fingerprint { return (.update, .changed) }
        if recorded.appliedFingerprint != observation.fingerprint { return (.update, .drifted) }
        if recorded.owner != output.owner { return (.update, .movedOwner(from: recorded.owner)) }
        guard sources.isEmpty else { return (.update, .mayChange(sources: sources.map { changes[$0].id })) }
        return (.noOp, .unchanged)
    }

    /// What is remembered of an object at another place than the present target.
    private func former(of id: OutputResourceID) -> RecordedOutput? {
        if let output = recorded[id], output.place != input.place(of: output.platform) { return output }
        if let output = uncertain[id], output.place != input.place(of: output.platform) { return output }
        return nil
    }

    private mutating func appendDeletion(of output: RecordedOutput, after dependencies: [Int]) {
        changes.append(
            Change(
                action: .delete,
                reason: .noLongerWanted,
                object: output,
                wanted: nil,
                recorded: output,
                dependencies: dependencies
            )
        )
    }
}
