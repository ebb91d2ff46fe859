import AppModel
import Diagnostics
public import Documents
import Synchronization

/// A target whose objects live as long as the program: for simulations and tests.
///
/// It can be told to fail, and its objects can be changed behind rad's back.
public final class InMemoryTarget: Target {
    /// What happens when an object is applied or deleted.
    public enum Fault: Sendable {
        /// The target refuses, and nothing changes.
        case refuse(String)
        /// The change is made, and the answer is lost.
        case loseAnswer(String)
        /// The change is made, and the object is not ready until the fault is gone.
        case hold(Progress)
        /// The change is made, and the object never becomes ready.
        case neverReady(ApplyError)
    }

    public let width: Int
    public let grain: Int
    public let awaitsReadiness: Bool
    private let world = Mutex(World())

    private struct World {
        var objects: [OutputResourceID: Value] = [:]
        var calls: [String] = []
        var faults: [OutputResourceID: Fault] = [:]
        var isDead = false
        var callsLeft = Int.max
    }

    /// Creates a target without objects.
    public init(width: Int = 1, grain: Int = 1, awaitsReadiness: Bool = false) {
        self.width = width
        self.grain = grain
        self.awaitsReadiness = awaitsReadiness
    }

    /// What is there, secrets included.
    public var objects: [OutputResourceID: Value] { world.withLock { $0.objects } }

    /// Every call that changed something or tried to, in order: `apply web`, `delete web`.
    public var calls: [String] { world.withLock { $0.calls } }

    /// Makes every later call for an object fail, or none if `fault` is `nil`.
    public func inject(_ fault: Fault?, for id: OutputResourceID) { world.withLock { $0.faults[id] = fault } }

    /// Lets a number of changes through, and then answers nothing any more, as if the machine had gone.
    public func die(after calls: Int) { world.withLock { $0.callsLeft = calls } }

    /// Works again.
    public func revive() { world.withLock { $0.callsLeft = .max } }

    /// Changes or removes an object behind rad's back.
    public func tamper(with id: OutputResourceID, _ body: Value?) { world.withLock { $0.objects[id] = body } }

    public func observe(_ candidates: [RecordedOutput]) throws -> [OutputResourceID: Observation] {
        world.withLock { world in
            var found: [OutputResourceID: Observation] = [:]
            for candidate in candidates {
                guard let body = world.objects[candidate.id] else { continue }
                found[candidate.id] = Observation(fingerprint: Self.fingerprint(of: body))
            }
            return found
        }
    }

    public func apply(_ output: OutputResource) throws -> AppliedOutput {
        try change(output.id, "apply \(output.name)") { $0[output.id] = output.body }
        return AppliedOutput(
            value: value(of: output),
            location: "memory:\(output.id)",
            fingerprint: Self.fingerprint(of: output.body)
        )
    }

    public func wait(
        for output: OutputResource,
        _ applied: AppliedOutput,
        reporting report: @escaping @Sendable (Progress) -> Void
    ) async throws -> AppliedOutput {
        var said: Progress?
        while true {
            switch world.withLock({ $0.faults[output.id] }) {
            case .hold(let progress):
                if progress != said { report(progress) }
                said = progress
                try await Task.sleep(for: .milliseconds(2))
            case .neverReady(let error): throw error
            case .refuse, .loseAnswer, nil: return applied
            }
        }
    }

    public func read(_ output: OutputResource) throws -> Value { value(of: output) }

    public func delete(_ output: RecordedOutput) throws -> Removal {
        try change(output.id, "delete \(output.name)") { $0[output.id] = nil }
        return .removed
    }

    private func change(
        _ id: OutputResourceID,
        _ call: String,
        _ body: (inout [OutputResourceID: Value]) -> Void
    ) throws(ApplyError) {
        let fault: ApplyError? = world.withLock { world in
            guard world.callsLeft > 0 else { return .refused(call, cause: "the target does not answer") }
            world.callsLeft -= 1
            world.calls.append(call)
            switch world.faults[id] {
            case .refuse(let reason): return .refused(call, cause: reason)
            case .loseAnswer(let reason):
                body(&world.objects)
                return .refused(call, cause: reason)
            case .hold, .neverReady, nil:
                body(&world.objects)
                return nil
            }
        }
        if let fault { throw fault }
    }

    private func value(of output: OutputResource) -> Value {
        var value = output.body.objectValue ?? [:]
        value["id"] = .string(output.id.description)
        return .object(value)
    }

    /// Nothing leaves memory, so that secrets may enter without a key.
    private static func fingerprint(of body: Value) -> String {
        var json = CompactJSON()
        body.write(to: &json, disclosing: .revealed)
        return Fingerprint.text(of: json.bytes)
    }
}
