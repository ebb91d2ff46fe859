import AppModel
import Documents

/// Reads ids and other texts of records, in which the same ones and their beginnings come again and again: each is kept
/// once.
struct RecordedIDs {
    /// The ids of resources; `nil` for a text that is none.
    private var resources = RecurringTexts<ResourceID?>(limit: .max)
    /// What ids of objects begin with.
    private var scopes = RecurringTexts<String>(limit: 1000)
    /// Texts of which objects have few different ones.
    private var texts = RecurringTexts<String>(limit: 1000)

    /// The id of a resource; `nil` if the text is none.
    mutating func resource(_ bytes: UnsafeBufferPointer<UInt8>) -> ResourceID? {
        resources.value(of: bytes) { ResourceID($0) }
    }

    /// The id of an object.
    mutating func output(_ bytes: UnsafeBufferPointer<UInt8>) -> OutputResourceID {
        let nameStart = bytes.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
        return OutputResourceID(
            scope: scopes.value(of: UnsafeBufferPointer(rebasing: bytes[..<nameStart])) { $0 },
            name: String(decoding: bytes[nameStart...], as: UTF8.self)
        )
    }

    /// A text of which there are few different ones.
    mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        texts.value(of: bytes) { $0 }
    }
}
