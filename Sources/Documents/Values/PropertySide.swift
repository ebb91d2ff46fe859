/// The sides of a property as it is written.
public enum PropertySide: Sendable {
    case name
    case value
}
