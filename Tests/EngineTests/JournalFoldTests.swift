import AppModel
import Diagnostics
import Documents
import TestSupport
import Testing

@testable import Engine

@Suite struct JournalFoldTests {
    private static let identity = DeploymentIdentity(group: "default", environment: "prod", application: "shop")
    private static let names = ["a", "b", "c", "d"]
    private static let places = ["memory:one", "memory:two"]

    private static func object(_ name: String, revision: Int, place: String) -> RecordedOutput {
        RecordedOutput(
            id: EngineWorld.id(name),
            platform: .kubernetes,
            type: "core/ConfigMap",
            apiVersion: "v1",
            name: name,
            namespace: "shop",
            owner: EngineWorld.resourceID(name),
            dependencies: [],
            wantedFingerprint: "wanted \(revision)",
            appliedFingerprint: "",
            location: "",
            place: place
        )
    }

    /// What is recorded of an object, said as plainly as can be.
    private struct Model: Equatable {
        var output: RecordedOutput?
        var uncertain: RecordedOutput?
        var intended: RecordedOutput?
        var before: RecordedOutput?

        mutating func begin(_ intent: Beginning.Intent?) {
            before = uncertain
            intended = nil
            guard let intent, [.create, .update, .replace].contains(intent.action) else { return }
            intended = intent.object
            uncertain = intent.object
        }

        mutating func settle(_ outcome: RecordedOutcome) {
            switch outcome {
            case .applied(_, let fingerprint, let location):
                guard let intended else { return }
                output = intended.applied(fingerprint: fingerprint, location: location)
                uncertain = nil
            case .removed(_, let place):
                if output?.place == place { output = nil }
                if uncertain?.place == place { uncertain = nil }
            case .failed: break
            case .untouched: uncertain = before
            }
        }
    }

    /// Whatever deployments do and wherever they stop, each object is remembered as its own entries say.
    @Test func whatIsRememberedIsWhatTheEntriesSay() throws {
        var random = SeededGenerator(seed: 7)
        func any<Element>(_ elements: [Element]) throws -> Element {
            try #require(elements.randomElement(using: &random))
        }
        for _ in 0..<500 {
            var fold = JournalFold(Self.identity)
            var models = Dictionary(uniqueKeysWithValues: Self.names.map { ($0, Model()) })
            for revision in 1...6 {
                var intents: [String: Beginning.Intent] = [:]
                for name in Self.names where Bool.random(using: &random) {
                    intents[name] = .init(
                        action: try any([.create, .update, .replace, .delete, .noOp]),
                        object: Self.object(name, revision: revision, place: try any(Self.places))
                    )
                }
                fold.add(.began(beginning(revision, intents.sorted { $0.key < $1.key }.map(\.value))))
                for name in Self.names { models[name]?.begin(intents[name]) }
                for _ in 0..<Int.random(in: 0...6, using: &random) {
                    let name = try any(Self.names)
                    let outcome = try any(outcomes(of: EngineWorld.id(name), revision, intents[name]))
                    fold.add(.outcomes([outcome]))
                    models[name]?.settle(outcome)
                    #expect(fold.state.uncertain == Self.names.compactMap { models[$0]?.uncertain })
                }
                if Bool.random(using: &random) {
                    fold.add(.ended(Ending(revision: revision, at: .init(seconds: 9), status: .failed, target: "")))
                }
                #expect(fold.state.outputs == Self.names.compactMap { models[$0]?.output })
                #expect(fold.state.uncertain == Self.names.compactMap { models[$0]?.uncertain })
            }
        }
    }

    /// What may become of an object: what is only deleted, or not touched, is not first removed and then left alone.
    private func outcomes(of id: OutputResourceID, _ revision: Int, _ intent: Beginning.Intent?) -> [RecordedOutcome] {
        let removals = Self.places.map { RecordedOutcome.removed(id, place: $0) }
        guard let intent, [.create, .update, .replace].contains(intent.action) else { return removals }
        return removals + [
            .applied(id, fingerprint: "applied \(revision)", location: "here"), .failed(id, code: "refused"),
            .untouched(id),
        ]
    }

    private func beginning(_ revision: Int, _ intents: [Beginning.Intent]) -> Beginning {
        Beginning(
            revision: revision,
            target: "memory:one",
            at: Timestamp(seconds: Int64(revision)),
            command: "rad deploy",
            intents: intents
        )
    }

    /// A long journal, which is read on several threads, says what its entries say; what is wrong is found where it is.
    @Test(arguments: [1, 100_000, 1 << 20, 128 << 20])
    func aLongJournalIsReadLineByLineAllTheSame(limit: Int) throws {
        let intents = (0..<6000).map { number in
            Beginning.Intent(
                action: .create,
                object: Self.object("object-\(number)", revision: 1, place: Self.places[number % 2])
            )
        }
        var entries: [JournalEntry] = [
            .header(JournalHeader(identity: Self.identity)), .began(beginning(1, intents)),
        ]
        for start in stride(from: 0, to: intents.count, by: 500) {
            let applied = intents[start..<(start + 500)].map { intent in
                RecordedOutcome.applied(intent.object.id, fingerprint: "f\(start)", location: "l\(intent.object.name)")
            }
            entries.append(.outcomes(applied))
        }
        entries.append(.ended(Ending(revision: 1, at: .init(seconds: 9), status: .succeeded, target: "memory:one")))
        var fold = JournalFold(Self.identity)
        for entry in entries { fold.add(entry) }
        let (bytes, chain) = FileJournal.lines(for: entries, after: "")
        #expect(bytes.count > 2 << 20)
        let contents = try FileJournal.contents(of: bytes + Array("{\"torn".utf8), path: "long.journal", atOnce: limit)
        #expect(contents.fold.state == fold.state && contents.fold.state.outputs.count == 6000)
        #expect(contents.chain == chain && contents.size == bytes.count)

        let ends = bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }
        for line in [2, 3, 9, ends.count] {
            var damaged = bytes
            for changed in Set([line, ends.count]) { damaged[ends[changed - 1] - 30] ^= 1 }
            let error = #expect(throws: StateError.self) {
                try FileJournal.contents(of: damaged, path: "x", atOnce: limit)
            }
            #expect(error?.message.contains("x:\(line):") == true, "\(line)")
        }
    }

    /// Threads that help have stacks of their own: what is as deep as may be is read there as well.
    @Test func whatIsDeepIsReadOnEveryThread() throws {
        var deep: Value = "bottom"
        for level in 0..<190 { deep = level % 2 == 0 ? ["next": deep] : [deep] }
        let resources = (0..<4).map { number in
            RecordedResource(id: EngineWorld.resourceID("r\(number)"), apiVersion: "v1", properties: ["deep": deep])
        }
        let padding = String(repeating: "x", count: 100_000)
        let entries =
            [JournalEntry.header(JournalHeader(identity: Self.identity))]
            + (1...12).map { revision in
                let ending = Ending(
                    revision: revision,
                    at: Timestamp(seconds: 9),
                    status: .succeeded,
                    target: padding,
                    resources: resources
                )
                return JournalEntry.ended(ending)
            }
        let (bytes, _) = FileJournal.lines(for: entries, after: "")
        let contents = try FileJournal.contents(of: bytes, path: "deep.journal")
        #expect(contents.fold.state.resources.count == 4)
        #expect(contents.fold.state.resources.allSatisfy { $0.properties["deep"] == deep })
    }
}
