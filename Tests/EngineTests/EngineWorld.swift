import AppModel
import Diagnostics
import Documents
import Engine
import Foundation
import Testing

/// A target, a store and one deployment: text in, text out.
///
/// What is wanted is written a line each: `web = v1 <- db cache`, that is an object with a body that
/// says `v1` and needs two others. `secret:` before the text makes it secret, `?db` makes it the text
/// of `db`, known after `db` was applied. A name may stand for a Secret: `Secret/db`; a resource that
/// it is made for may follow in parentheses: `web(shop) = v1`.
struct EngineWorld: Sendable {
    var target = InMemoryTarget()
    var store: any StateStore = InMemoryStateStore()
    var identity = DeploymentIdentity(group: "default", environment: "prod", application: "shop")
    var place = "memory:one"
    var formers: [String: InMemoryTarget] = [:]
    var strangers = PlanInput.Strangers.refuse

    static let holder = LockHolder(process: 7, host: "here", command: "rad deploy", since: Timestamp(seconds: 0))

    func deployment() async throws -> Deployment {
        let formers = formers
        let key = try await store.key()
        var deployment = Deployment(
            to: target,
            at: place,
            key: key.fingerprints,
            former: { formers[$0] },
            clock: { Timestamp(seconds: 1_700_000_000) }
        )
        deployment.sealing = key
        return deployment
    }

    /// The plan, a line for each change that does something; or the diagnostics.
    func plan(_ text: String) async throws -> String {
        let state = try await store.state(of: identity) ?? DeploymentState(identity: identity)
        let planning = try await deployment().plan(Self.outputs(text), from: state, strangers: strangers)
        return planning.text
    }

    /// What became of each change, a line each.
    @discardableResult
    func deploy(_ text: String) async throws -> String {
        try await store.withSession(identity, for: Self.holder) { session in
            try await deploy(text, in: session)
        }
    }

    func deploy(_ text: String, in session: any StateSession) async throws -> String {
        let deployment = try await deployment()
        let outputs = Self.outputs(text)
        let planning = try await deployment.plan(outputs, from: await session.state(), strangers: strangers)
        guard planning.diagnostics.isEmpty else { return planning.text }
        let report = try await deployment.apply(
            planning.plan,
            resources: Self.resources(of: outputs),
            in: session,
            command: "rad deploy"
        )
        return report.outcomes.map { "\($0.change): \($0.outcome.text)" }.joined(separator: "\n")
    }

    /// Deletes everything and forgets the deployment.
    @discardableResult
    func delete() async throws -> String {
        try await store.withSession(identity, for: Self.holder) { session in
            let text = try await deploy("", in: session)
            try await session.remove()
            return text
        }
    }

    /// What the target has, a line each.
    var objects: String { Self.text(of: target) }

    static func text(of target: InMemoryTarget) -> String {
        target.objects.sorted { $0.key < $1.key }.map { id, body in
            let name = id.description.split(separator: "/").last ?? ""
            return "\(name) = \(body["text"]?.revealed.stringValue ?? "?")"
        }.joined(separator: "\n")
    }

    static func id(_ name: String) -> OutputResourceID {
        .kubernetes(namespace: "default", group: "apps", kind: "Deployment", name: name)
    }

    static func outputs(_ text: String) -> [OutputResource] {
        text.split(separator: "\n").map { output(String($0)) }
    }

    private static func output(_ line: String) -> OutputResource {
        let sides = line.components(separatedBy: " <- ")
        let parts = sides[0].components(separatedBy: " = ")
        let subject = parts[0].split { $0 == "(" || $0 == ")" }.map(String.init)
        let isSecret = subject[0].hasPrefix("Secret/")
        let name = isSecret ? String(subject[0].dropFirst(7)) : subject[0]
        let kind = isSecret ? "Secret" : "Deployment"
        let group = isSecret ? "" : "apps"
        return OutputResource(
            id: .kubernetes(namespace: "default", group: group, kind: kind, name: name),
            platform: .kubernetes,
            type: isSecret ? "core/Secret" : "apps/Deployment",
            apiVersion: isSecret ? "v1" : "apps/v1",
            name: name,
            namespace: "default",
            owner: resourceID(subject.count > 1 ? subject[1] : name),
            body: ["kind": .string(kind), "text": value(parts.count > 1 ? parts[1] : "")],
            dependencies: sides.count > 1 ? sides[1].split(separator: " ").map { id(String($0)) } : [],
            address: name
        )
    }

    private static func value(_ text: String) -> Value {
        if text.hasPrefix("secret:") { return .secret(.string(String(text.dropFirst(7)))) }
        guard text.hasPrefix("?") else { return .string(text) }
        let source = String(text.dropFirst())
        return .unknown(
            Unknown(expression: "\(source).text", sources: [source]) { runtime in
                guard let value = runtime[source]?["text"], value != "never" else { return self.value(text) }
                return value
            }
        )
    }

    static func resourceID(_ name: String) -> ResourceID {
        ResourceID(group: "default", type: .containers, name: name)
    }

    private static func resources(of outputs: [OutputResource]) -> [RecordedResource] {
        outputs.map { output in
            RecordedResource(
                id: output.owner,
                apiVersion: "2023-10-01-preview",
                properties: ["text": output.body["text"] ?? nil],
                outputs: [output.id]
            )
        }
    }
}

extension Planning {
    var text: String {
        diagnostics.isEmpty
            ? plan.description
            : diagnostics.map { "\($0.severity): \($0.message) [\($0.code)]" }.joined(separator: "\n")
    }
}

extension Outcome {
    var text: String {
        switch self {
        case .applied: "applied"
        case .unawaited: "not waited for"
        case .removed: "removed"
        case .left(let warning): "left: \(warning.message)"
        case .failed(let error): "failed: \(error)"
        case .skipped(.failure(let id)): "skipped because of \(id.description.split(separator: "/").last ?? "")"
        case .skipped(.cancelled): "skipped"
        }
    }
}
