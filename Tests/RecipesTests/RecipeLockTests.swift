import AppModel
import Bicep
import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import Recipes

/// The file `rad.lock`, from its text and back, and what it says of recipes.
@Suite(.timeLimit(.minutes(10))) struct RecipeLockTests {
    private static let recipe = """
        param context object
        @minValue(1)
        param replicas int = 1
        @secure()
        param password string
        extension kubernetes with { kubeConfig: '', namespace: 'x' }
        resource config 'core/ConfigMap@v1' = {
          metadata: { name: context.resource.name }
          data: { text: loadTextContent('text.txt'), replicas: string(replicas) }
        }

        """

    private func locked(
        _ files: [String: String],
        source: String = "./redis.bicep"
    ) throws -> LockedRecipe {
        let registration = RecipeRegistration(
            type: .extenders,
            name: "default",
            kind: .bicep,
            source: source,
            baseFolder: ""
        )
        let (used, found) = UsedRecipe.read(registration, files: TextFiles(files))
        let recipe = try #require(used, "\(rendered(found))").locked(as: source, types: .builtin)
        return try #require(recipe.recipe)
    }

    @Test func theTextIsReadBack() throws {
        var lock = RecipeLock()
        lock.put(try locked(["redis.bicep": Self.recipe, "text.txt": "one"]))
        lock.put(try locked(["other.bicep": "output result object = {}\n"], source: "./other.bicep"))
        try expectSnapshot(lock.text, "rad.lock")
        let (read, diagnostics) = RecipeLock.read(SourceFile(path: "rad.lock", text: lock.text))
        #expect(diagnostics.isEmpty)
        #expect(read?.text == lock.text)
    }

    /// A secret that is the default of a parameter is in nobody's version control because of a lock.
    @Test func secretsStayOut() throws {
        let recipe = Self.recipe.replacing("param password string", with: "param password string = 'geheim'")
        var lock = RecipeLock()
        lock.put(try locked(["redis.bicep": recipe, "text.txt": "one"]))
        #expect(!lock.text.contains("geheim"))
        #expect(lock.text.contains("\"password\": \"secure string, default <redacted>\""))
    }

    /// Everything that makes a recipe counts, not only its own file; where it lies does not.
    @Test func theDigestCoversAllFiles() throws {
        let one = try locked(["redis.bicep": Self.recipe, "text.txt": "one"])
        let two = try locked(["redis.bicep": Self.recipe, "text.txt": "two"])
        #expect(one.digest != two.digest)
        #expect(one.parameterDigest == two.parameterDigest)
        let elsewhere = try locked(
            ["a/b/redis.bicep": Self.recipe, "a/b/text.txt": "one"],
            source: "./a/b/redis.bicep"
        )
        #expect(elsewhere.digest == one.digest)
    }

    @Test func aFileOfItsOwnHasItsOwnDigest() throws {
        let text = "output result object = {}\n"
        let recipe = try locked(["redis.bicep": text])
        #expect(recipe.digest == ContentDigest(of: Array(text.utf8)).text)
    }

    @Test func whatHasChangedIsSaid() throws {
        let before = try locked(["redis.bicep": Self.recipe, "text.txt": "one"])
        let changed = Self.recipe.replacing("int = 1", with: "int = 2").replacing("param password string", with: "")
            .replacing("@secure()", with: "param size string")
            .replacing(
                "resource config",
                with: "resource more 'core/Secret@v1' = { metadata: { name: 'x' } }\nresource config"
            )
        let after = try locked(["redis.bicep": changed, "text.txt": "one"])
        #expect(
            LockDifference(from: before, to: after).lines == [
                "~ parameter replicas: int, default 1, at least 1 -> int, default 2, at least 1",
                "- parameter password: secure string, required",
                "+ parameter size: string, required",
                "~ object core/ConfigMap example",
                "+ object core/Secret x",
            ]
        )
        let comment = try locked(["redis.bicep": Self.recipe + "// more\n", "text.txt": "one"])
        #expect(
            LockDifference(from: before, to: comment).lines == ["it takes and makes the same for an example"]
        )
    }

    @Test func onlyWhatIsLockedIsAllowed() throws {
        let files = ["redis.bicep": Self.recipe, "text.txt": "one"]
        var lock = RecipeLock()
        #expect(
            lock.check([try locked(files)], file: "rad.lock", locking: "rad recipe lock app.bicep").map(\.code)
                == ["RAD4152"]
        )
        lock.put(try locked(files))
        #expect(lock.check([try locked(files)], file: "rad.lock", locking: "").isEmpty)
        let other = try locked(["redis.bicep": Self.recipe, "text.txt": "two"])
        let read = try #require(RecipeLock.read(SourceFile(path: "rad.lock", text: lock.text)).lock)
        let refused = read.check([other], file: "rad.lock", locking: "")
        #expect(refused.map(\.code) == ["RAD4150"])
        #expect(rendered(refused).contains("rad.lock:8:17: error: recipe './redis.bicep'"))
        lock.put(other)
        #expect(lock.recipes.count == 1)
        #expect(lock.check([other], file: "rad.lock", locking: "").isEmpty)
    }

    @Test(arguments: [
        ("[]", "RAD4153"),
        ("{}", "RAD4153"),
        (#"{"lockVersion": "1"}"#, "RAD4153"),
        (#"{"lockVersion": 2}"#, "RAD4154"),
        (#"{"lockVersion": 1, "recipes": {}}"#, "RAD4153"),
        (#"{"lockVersion": 1, "recipes": [1]}"#, "RAD4153"),
        (#"{"lockVersion": 1, "recipes": [{"source": "a", "kind": "helm", "resourceType": "A.B/c"}]}"#, "RAD4153"),
        (#"{"lockVersion": 1, "recipes": [{"source": "a", "kind": "bicep", "resourceType": "c"}]}"#, "RAD4153"),
        (#"{"lockVersion": 1, "recipes": [{"source": "a", "kind": "bicep", "resourceType": "A.B/c"}]}"#, "RAD4153"),
        (
            #"{"lockVersion": 1, "recipes": [{"source": "a", "kind": "bicep", "resourceType": "A.B/c", "digest": "sha256:1"}]}"#,
            "RAD4153"
        ),
        (#"{"lockVersion": 1, "modules": []}"#, "RAD4153"),
        (#"{"lockVersion": 1, "modules": {"br:a.b/c:1": "sha1:00"}}"#, "RAD4153"),
        (#"{"lockVersion": 1, "modules": {"br:a.b/c:1": null}}"#, "RAD4153"),
        ("{", "RAD1021"),
    ])
    func whatIsNoLockIsSaid(_ text: String, _ code: String) {
        let (lock, diagnostics) = RecipeLock.read(SourceFile(path: "rad.lock", text: text))
        #expect(lock == nil)
        #expect(diagnostics.allSatisfy { $0.span != nil && $0.help != nil })
        if code.hasPrefix("RAD4") { #expect(diagnostics.map(\.code).contains(code), "\(rendered(diagnostics))") }
    }

    /// Whatever happened to the file: no trap, and what is read is written as it is read again.
    @Test func damagedLocksAreReadOrRefused() throws {
        var lock = RecipeLock()
        lock.put(try locked(["redis.bicep": Self.recipe, "text.txt": "one"]))
        let bytes = Array(lock.text.utf8)
        var random = SeededGenerator(seed: 4150)
        for _ in 0..<500 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<damaged.count, using: &random)
                if Bool.random(using: &random) {
                    damaged[place] = UInt8.random(in: 0...255, using: &random)
                } else {
                    damaged.remove(at: place)
                }
            }
            let (read, diagnostics) = RecipeLock.read(SourceFile(path: "rad.lock", bytes: damaged))
            guard let read else {
                #expect(diagnostics.hasErrors)
                continue
            }
            #expect(RecipeLock.read(SourceFile(path: "rad.lock", text: read.text)).lock?.text == read.text)
        }
    }

    /// What the cache has of a registry's module is what the registry gave, or it is not used.
    @Test func aDamagedCacheIsNotTrusted() throws {
        let template = Array(#"{"resources": []}"#.utf8)
        let package = ModulePackage(template: template)
        let reference = try #require(ArtifactReference(recipe: "example.com/recipes/redis:1.0"))
        let good = ["manifest": package.manifest, "main.json": template]
        let entry = try #require(LockedModule.read(reference, files: CachedFiles(good)).module)
        #expect(entry.digest == ContentDigest(of: package.manifest).text)
        for files in [
            ["manifest": package.manifest, "main.json": Array("{}".utf8)],
            ["manifest": Array("{}".utf8), "main.json": template],
            ["main.json": template],
        ] {
            let (module, diagnostics) = LockedModule.read(reference, files: CachedFiles(files))
            #expect(module == nil)
            #expect(diagnostics.map(\.code) == ["RAD4155"])
        }
        let zeros = String(repeating: "0", count: 64)
        let other = try #require(ArtifactReference(recipe: "example.com/recipes/redis@sha256:\(zeros)"))
        #expect(LockedModule.read(other, files: CachedFiles(good)).module == nil)
    }
}

/// Files in memory, by their paths.
private struct TextFiles: FileLoader {
    private let texts: [String: String]

    init(_ texts: [String: String]) {
        self.texts = texts
    }

    func load(_ path: String, from referrer: String) throws(FileLoadError) -> LoadedFile {
        let folder = referrer.split(separator: "/").dropLast().joined(separator: "/")
        let parts = "\(folder)/\(path)".split(separator: "/").filter { $0 != "." }
        let full = parts.joined(separator: "/")
        guard let text = texts[full] else { throw FileLoadError(reason: "there is no such file") }
        return LoadedFile(path: full, bytes: Array(text.utf8))
    }
}

/// A cache with one module.
private struct CachedFiles: FileLoader {
    private let files: [String: [UInt8]]

    init(_ files: [String: [UInt8]]) {
        self.files = files
    }

    func load(_ path: String, from referrer: String) throws(FileLoadError) -> LoadedFile {
        throw FileLoadError(reason: "there is no such file")
    }

    func artifact(_ reference: ArtifactReference, file: String) throws(FileLoadError) -> LoadedFile {
        guard let bytes = files[file] else { throw FileLoadError(reason: "there is no such file") }
        return LoadedFile(path: file, bytes: bytes)
    }
}
