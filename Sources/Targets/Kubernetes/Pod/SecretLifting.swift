import Documents

/// Moves secrets out of the variables and arguments of pods, where everybody who may read a pod can see them.
///
/// A secret in clear becomes an entry of a Secret and a reference to it; an argument goes by way of a variable, which
/// Kubernetes puts in its place.
struct SecretLifting {
    /// The Secret that takes the entries.
    let secretName: String
    /// The container whose entries are named like its variables; those of others carry their container's name.
    var mainContainer: String?
    private(set) var entries: SecretEntries

    /// Starts with the entries that the Secret has anyway.
    init(into secretName: String, entries: SecretEntries = SecretEntries(), mainContainer: String? = nil) {
        self.secretName = secretName
        self.entries = entries
        self.mainContainer = mainContainer
    }

    /// Adds an entry that a reference elsewhere leads to.
    mutating func add(_ name: String, _ value: Value) {
        entries.add(name, value)
    }

    /// The pod with every secret variable replaced by a reference.
    mutating func lift(_ pod: ValueObject) -> ValueObject {
        let lists = ["initContainers", "containers", "ephemeralContainers"]
        guard pod.contains(where: { lists.contains($0.key) && Self.holdsSecret($0.value) }) else { return pod }
        var members: [(String, Value)] = []
        for (name, value) in pod {
            guard lists.contains(name), let containers = value.arrayValue else {
                members.append((name, value))
                continue
            }
            members.append((name, .array(containers.map { lift(container: $0) })))
        }
        return ValueObject(members)
    }

    /// The reference to an entry of a Secret.
    static func reference(to key: Value, in secret: Value) -> Value {
        ["secretKeyRef": ["name": secret, "key": key]]
    }

    private mutating func lift(container: Value) -> Value {
        guard let fields = container.objectValue, Self.containerHoldsSecret(container) else { return container }
        let name = fields["name"]?.stringValue ?? ""
        var members: [(String, Value)] = []
        var variables: [Value] = []
        for (key, value) in fields {
            guard Self.lines.contains(key), let words = Self.words(of: value) else {
                members.append((key, value))
                continue
            }
            members.append((key, .array(lift(words: words, of: key, into: &variables))))
        }
        let written = fields["env"]?.arrayValue ?? []
        let lifted = (written + variables).map { lift(variable: $0, of: name) }
        guard !lifted.isEmpty else { return .object(ValueObject(members)) }
        // Of several members with one name the last wins, in the place of the first.
        return .object(ValueObject(members + [("env", .array(lifted))]))
    }

    /// The words of a command line with a reference to a variable in the place of each secret.
    private func lift(words: [Value], of line: String, into variables: inout [Value]) -> [Value] {
        words.enumerated().map { index, word in
            guard case .secret = word else { return word }
            let name = "SECRET_\(line.uppercased())_\(index)"
            variables.append(["name": .string(name), "value": word])
            return .string("$(\(name))")
        }
    }

    /// The members of a container that make its command line.
    private static let lines = ["command", "args"]

    private mutating func lift(variable: Value, of container: String) -> Value {
        guard case .secret(let secret)? = variable["value"], let name = variable["name"]?.stringValue else {
            return variable
        }
        let key = container == mainContainer ? name : "\(container).\(name)"
        entries.add(key, EnvironmentText.text(of: secret).concealed)
        return ["name": .string(name), "valueFrom": Self.reference(to: .string(key), in: .string(secretName))]
    }

    private static func holdsSecret(_ containers: Value) -> Bool {
        containers.arrayValue?.contains(where: containerHoldsSecret) ?? false
    }

    private static func containerHoldsSecret(_ container: Value) -> Bool {
        variablesHoldSecret(container)
            || lines.contains { line in
                (container[line].flatMap(words) ?? []).contains { word in
                    if case .secret = word { true } else { false }
                }
            }
    }

    /// The words of a command line; of one that is secret as a whole, each is.
    private static func words(of line: Value) -> [Value]? {
        guard case .secret(let inner) = line else { return line.arrayValue }
        return inner.arrayValue?.map(\.concealed)
    }

    private static func variablesHoldSecret(_ container: Value) -> Bool {
        (container["env"]?.arrayValue ?? []).contains { variable in
            if case .secret? = variable["value"] { true } else { false }
        }
    }
}
