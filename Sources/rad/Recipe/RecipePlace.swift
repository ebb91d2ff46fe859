import AppModel
import Bicep
import Diagnostics
import Documents
import Engine
import Recipes

/// An environment whose recipes a command changes.
struct RecipePlace {
    let session: Session
    let id: ResourceID

    /// Finds the environment that was named, or the workspace's.
    ///
    /// - Throws: `Failure` if there is none.
    init(_ name: String?, in session: Session) async throws {
        self.session = session
        let wanted = session.environmentID(name)
        let record = try await session.store.environment(wanted.name, in: wanted.group)
        if let record {
            id = record.id
        } else {
            id = try await session.environment(wanted).id
            _ = try await session.existingGroup(wanted.group)
        }
    }

    /// Changes the environment while nobody else does.
    func change(command: String, _ change: @Sendable (inout EnvironmentEdit) async throws -> Void) async throws {
        try await EnvironmentEdit.change(id, in: session, command: command, change)
    }
}

extension EnvironmentEdit {
    /// Starts from the environment that is built in.
    init(_ environment: AppModel.Environment, in session: Session) {
        self.init(environment.id, in: session)
        switch environment.compute {
        case .kubernetes(let kubernetes):
            properties["compute"] = [
                "kind": "kubernetes", "resourceId": "self", "namespace": .string(kubernetes.namespace),
            ]
        case .containerInstances: break
        }
        for recipe in environment.recipes.all { setRecipe(recipe) }
    }

    // MARK: Recipes of Applications.Core

    /// Registers a recipe whose path starts at the folder that rad runs in.
    mutating func setRecipe(_ registration: RecipeRegistration) {
        var recipe: ValueObject = [
            "templateKind": .string(registration.kind.rawValue),
            "templatePath": .string(recordedSource(of: registration)),
        ]
        if let version = registration.version { recipe["templateVersion"] = .string(version) }
        if registration.plainHTTP { recipe["plainHttp"] = true }
        if !registration.parameters.isEmpty { recipe["parameters"] = .object(registration.parameters) }
        var recipes = properties["recipes"]?.objectValue ?? [:]
        let type = registration.type.description
        recipes[type] = .object((recipes[type]?.objectValue ?? [:]).setting(registration.name, to: .object(recipe)))
        properties["recipes"] = .object(recipes)
    }

    /// Takes a recipe away; `false` if the environment has none of that name.
    mutating func removeRecipe(_ name: String, of type: ResourceType) -> Bool {
        guard var recipes = properties["recipes"]?.objectValue,
            let ofType = recipes[type.description]?.objectValue, ofType.contains(where: { $0.key == name })
        else { return false }
        let rest = ofType.setting(name, to: nil)
        recipes[type.description] = rest.isEmpty ? nil : .object(rest)
        properties["recipes"] = recipes.isEmpty ? nil : .object(recipes)
        return true
    }

    /// The source of a recipe as it is recorded: a relative path counts from the environment's folder.
    private mutating func recordedSource(of registration: RecipeRegistration) -> String {
        guard registration.isRelativePath else { return registration.source }
        guard let baseFolder else {
            self.baseFolder = session.recordedWorkingFolder
            return registration.source
        }
        return LocalFiles.relativePath(registration.source, from: baseFolder)
    }
}

extension ValueObject {
    /// The object with the member of exactly this name replaced, or removed; names of recipes are told apart by case.
    fileprivate func setting(_ name: String, to value: Value?) -> ValueObject {
        let others = filter { $0.key != name }.map { ($0.key, $0.value) }
        return ValueObject(others + (value.map { [(name, $0)] } ?? []))
    }
}

extension Session {
    /// The folder that rad runs in, as what is recorded refers to it.
    var recordedWorkingFolder: String {
        // A state whose path is relative is only found from this folder.
        guard stateFolder.hasPrefix("/"), let current = LocalFiles.currentFolder else { return "" }
        return current + "/"
    }
}

extension LocalFiles {
    /// A relative path as it is written in a file of another folder.
    static func relativePath(_ path: String, from folder: String) -> String {
        FilePath.relative(absolute(path), to: absolute(folder))
    }
}
