import AppModel
import Documents

/// Reads ids and other texts of records, in which the same ones and their beginnings come again and again: each is kept
/// once.
struct RecordedIDs {
    /// The ids of resources; `nil` for a text that is none.
    private var resources: RecurringTexts<ResourceID?>
    /// What ids of objects begin with.
    private var scopes = RecurringTexts<String>(capacity: 64)
    /// Texts of which objects have few different ones.
    private var texts = RecurringTexts<String>(capacity: 64)

    /// Starts to read records.
    ///
    /// - Parameter length: About how many bytes they have.
    init(in length: Int) {
        // Records of a resource and its objects have some 4,000 bytes.
        let digits = Int.bitWidth - (length / 4096).leadingZeroBitCount
        resources = RecurringTexts(capacity: 64 << min(max(digits - 5, 0), 9))
    }

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
