import Diagnostics

/// The names that an object has so far, to find the one that stands twice.
///
/// Few names are compared one by one, many by hash, so that a large object stays linear.
struct NameRegister {
    private static let linearLimit = 12

    private var positions: [String: Int] = [:]

    /// The member that already has the name; `nil`, and the name is remembered, if there is none.
    ///
    /// - Parameters:
    ///   - name: The name of the member that is to be added.
    ///   - members: The members so far, all of which went through this register.
    /// - Returns: The member that was there first.
    mutating func existing(_ name: String, in members: [Document.Member]) -> Document.Member? {
        if members.count < Self.linearLimit {
            return members.first { $0.name == name }
        }
        if positions.isEmpty {
            for (position, member) in members.enumerated() { positions[member.name] = position }
        }
        if let position = positions[name] { return members[position] }
        positions[name] = members.count
        return nil
    }
}
