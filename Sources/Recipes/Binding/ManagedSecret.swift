internal import AppModel
internal import Documents

/// The Secret that keeps what a recipe gives in confidence, for types whose property `secrets.name` names it.
struct ManagedSecret {
    /// `<owner>-<8 hexadecimal digits>-secrets`, at most 63 characters (Radius 0.60).
    let name: String
    private let owner: Resource
    private let secrets: ValueObject

    /// The Secret of a resource; `nil` if its type keeps none or the recipe gave none.
    init?(of resource: Resource, result: RecipeResult, types: ResourceTypeCatalog) {
        guard !result.secrets.isEmpty, types.keepsSecrets(of: resource) else { return nil }
        owner = resource
        secrets = ValueObject(result.secrets.compactMap { $0.value.isNull ? nil : ($0.key, $0.value) })
        let suffix = "-\(hexSHA256(resource.id.description.lowercased()).prefix(8))-secrets"
        let stem = resource.name.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        name = stem.prefix(63 - suffix.count) + suffix
    }

    /// The object that keeps the secrets; `nil` where the platform has no such objects.
    func output(in environment: Environment) -> RecipeOutput? {
        switch environment.compute {
        case .containerInstances: return nil
        case .kubernetes:
            let data = secrets.mapValues { value in
                .derived("secrets of \(owner.name)", from: [value]) { .string($0[0].plainText) }
            }
            return RecipeOutput(
                kind: .kubernetes(group: "", version: "v1", kind: "Secret", namespace: ""),
                name: name,
                address: "\(owner.address)/\(name)",
                body: ["metadata": ["name": .string(name)], "type": "Opaque", "stringData": .object(data)],
                dependencies: []
            )
        }
    }
}

extension RecipeResult {
    /// The result with the values made secret that the resource's type says are.
    func concealing(by schema: ObjectSchema?) -> RecipeResult {
        guard let schema else { return self }
        let concealed = schema.concealing(values)
        return RecipeResult(registration: registration, outputs: outputs, run: run, values: concealed, secrets: secrets)
    }

    /// The result with one more object.
    func adding(_ output: RecipeOutput) -> RecipeResult {
        RecipeResult(
            registration: registration,
            outputs: outputs + [output],
            run: run,
            values: values,
            secrets: secrets
        )
    }
}
