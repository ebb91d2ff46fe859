import Foundation
import TestSupport
import Testing

extension Program {
    /// Runs commands one after the other and gives what a user would see: the command, what it printed, how it ended.
    ///
    /// The command lines are taken without quotes: blanks separate the arguments.
    func transcript(_ lines: String...) throws -> String {
        try lines.map { line in
            let outcome = try run(line.split(separator: " ").dropFirst().map(String.init))
            let status = outcome.status == 0 ? "" : "[exit \(outcome.status)]\n"
            let text = (outcome.output + outcome.errors).replacingOccurrences(of: folder.path, with: "~")
            return "$ \(line)\n\(text)\(status)"
        }
        .joined(separator: "\n")
    }

    /// Runs a command that must succeed without a word on standard error, and gives what it printed.
    @discardableResult
    func succeed(_ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
        let outcome = try run(arguments)
        #expect(outcome.status == 0, "rad \(arguments.joined(separator: " "))", sourceLocation: sourceLocation)
        #expect(outcome.errors == "", sourceLocation: sourceLocation)
        return outcome.output
    }

    /// Runs a command that must be refused with one error, and checks everything it says; nothing may be written.
    func refuse(
        _ arguments: String...,
        saying expected: String,
        status: Int32 = 1,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let before = try folder.fingerprint()
        let outcome = try run(arguments)
        #expect(outcome.status == status, sourceLocation: sourceLocation)
        #expect(outcome.output == "", sourceLocation: sourceLocation)
        #expect(
            outcome.errors.replacingOccurrences(of: folder.path, with: "~") == expected + "\n",
            sourceLocation: sourceLocation
        )
        #expect(try folder.fingerprint() == before, "something was written", sourceLocation: sourceLocation)
    }
}

/// The shape of a JSON document: the names of its members in alphabetical order, and the kinds of their values.
///
/// An array is shown by the shapes that its elements have, each once.
func shape(ofJSON text: String) throws -> String {
    shape(of: try JSONSerialization.jsonObject(with: Data(text.utf8)), indented: "")
}

private func shape(of value: Any, indented indentation: String) -> String {
    switch value {
    case let members as [String: Any]:
        let inner = indentation + "  "
        let lines = members.sorted { $0.key < $1.key }.map { name, value in
            "\(inner)\(name): \(shape(of: value, indented: inner))\n"
        }
        return lines.isEmpty ? "{}" : "{\n\(lines.joined())\(indentation)}"
    case let elements as [Any]:
        let shapes = elements.map { shape(of: $0, indented: indentation) }
        return "[\(Set(shapes).sorted().joined(separator: " | "))]"
    case is String: return "text"
    case let number as NSNumber: return String(cString: number.objCType) == "c" ? "boolean" : "number"
    case is NSNull: return "null"
    case _: return "?"
    }
}
