internal import Bicep

/// GUIDs that stand for names: equal names have equal ones, as with `guid()` of Bicep.
public enum StableGUID {
    /// The GUID of a sequence of names.
    public static func of(_ names: [String]) -> String { NameBasedGUID.make(names) }
}
