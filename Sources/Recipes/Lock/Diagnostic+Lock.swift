internal import AppModel
internal import Bicep
internal import Diagnostics
internal import Documents

extension Diagnostic {
    /// A recipe is another one than the lock file allows.
    static func recipeNotAsLocked(_ difference: LockDifference, in file: String) -> Diagnostic {
        let (locked, found) = (difference.locked, difference.found)
        return Diagnostic(
            .error,
            "RAD4150",
            "recipe '\(found.source)' for '\(found.type)' is not the one that '\(file)' allows",
            at: locked.span,
            notes: [Note("locked: \(locked.digest)"), Note("found:  \(found.digest)")]
                + difference.lines.map { Note($0) },
            help: "look at the change, then accept it with '\(update(found.source, in: file))'"
                + (found.registration(from: "").artifact != nil
                    ? ", or register the recipe by its old digest" : ", or take it back")
        )
    }

    private static func update(_ source: String, in file: String) -> String {
        "rad recipe update \(source)" + (file == RecipeLock.fileName ? "" : " --lock-file \(file)")
    }

    /// A module of a registry is another one than the lock file allows.
    static func moduleNotAsLocked(_ locked: LockedModule, found: LockedModule, in file: String) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD4151",
            "module '\(found.reference)' is not the one that '\(file)' allows",
            at: locked.span,
            notes: [Note("locked: \(locked.digest)"), Note("found:  \(found.digest)")],
            help: "look at the change, then accept it with '\(update(found.reference, in: file))', "
                + "or refer to the module by its old digest"
        )
    }

    /// A recipe or a module is not in the lock file.
    static func notLocked(_ subject: String, in file: String, locking command: String) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD4152",
            "\(subject) is not in '\(file)'",
            at: nil,
            help: "add it with '\(command)'"
        )
    }

    /// A lock file is not made as lock files are.
    static func malformedLock(_ subject: String, expected: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD4153",
            "\(subject) of the lock is not as expected: \(expected)",
            at: span,
            help: "take the file back from version control, or remove it and run 'rad recipe lock' again"
        )
    }

    /// A lock file was written by another release.
    static func lockOfOtherFormat(_ found: Int64, known: Int64, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD4154",
            "the lock is of format \(found), and this rad knows format \(known)",
            at: span,
            help: found > known ? "use the rad that wrote it, or a newer one" : "run 'rad recipe lock' again without it"
        )
    }

    /// What the cache has of an artifact is not what its manifest says.
    static func damagedArtifact(_ reference: String, _ reason: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD4155",
            "the cache has '\(reference)' not as its registry gave it: \(reason)",
            at: span,
            help: "fetch it again: remove its folder from the cache, or run 'rad recipe verify'"
        )
    }
}
