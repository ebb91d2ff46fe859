public import AppModel
internal import Bicep

extension ResourceID {
    /// The 13 letters and digits that `uniqueString(resource.id)` gives, by which recipes of Radius tell objects apart.
    public var uniqueString: String { UniqueString.hash([description]) }
}
