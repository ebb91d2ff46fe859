import AppModel
import Documents

// What files of the state are read with that are short.
extension Document {
    func optionalText(_ name: String) -> String? {
        guard case .string(let text) = self[name]?.content else { return nil }
        return text
    }

    func text(_ name: String) throws(JournalFinding) -> String {
        guard let text = optionalText(name) else { throw .missing(name) }
        return text
    }

    func integer(_ name: String) throws(JournalFinding) -> Int64 {
        guard case .integer(let number) = self[name]?.content else { throw .missing(name) }
        return number
    }

    func choice<Choice: RawRepresentable<String>>(_ name: String) throws(JournalFinding) -> Choice {
        guard let choice = Choice(rawValue: try text(name)) else { throw .missing(name) }
        return choice
    }

    func resourceID(_ name: String) throws(JournalFinding) -> ResourceID {
        guard let id = ResourceID(try text(name)) else { throw .missing(name) }
        return id
    }

    /// The elements of a list; none if it was left out.
    func list<Element>(
        _ name: String,
        _ read: (Document) throws(JournalFinding) -> Element
    ) throws(JournalFinding) -> [Element] {
        guard let member = self[name] else { return [] }
        guard case .array(let elements) = member.content else { throw .missing(name) }
        var result: [Element] = []
        result.reserveCapacity(elements.count)
        for element in elements { result.append(try read(element)) }
        return result
    }
}
