import AppModel
import Diagnostics
import Documents

/// Uses of `$(NAME)`, where Kubernetes puts in the value of a variable and ACI does not.
struct VariableReferences {
    let resource: Resource
    /// The names of the variables that the container has.
    let names: Set<String>

    /// What is said of the references in a container's variables, command and arguments.
    func diagnostics(of spec: ContainerSpec) -> [Diagnostic] {
        var found: [Diagnostic] = []
        for variable in spec.environment {
            guard case .value(let value) = variable.source else { continue }
            let path = spec.path.appending("env").appending(variable.name)
            found += references(in: value).map { diagnostic($0, in: "variable '\(variable.name)'", at: path) }
        }
        for (field, values) in [("command", spec.command), ("args", spec.arguments)] {
            let path = spec.path.appending(field)
            found += values.flatMap(references).map { diagnostic($0, in: "'\(field)'", at: path) }
        }
        return found
    }

    /// The names in `$(NAME)` that are names of variables; `$$(NAME)` is meant literally.
    private func references(in value: Value) -> [String] {
        guard case .string(let text) = value.revealed, text.utf8.contains(UInt8(ascii: "$")) else { return [] }
        var found: [String] = []
        let bytes = Array(text.utf8)
        var place = 0
        while place + 1 < bytes.count {
            guard bytes[place] == UInt8(ascii: "$") else {
                place += 1
                continue
            }
            guard bytes[place + 1] == UInt8(ascii: "("),
                let end = bytes[place...].firstIndex(of: UInt8(ascii: ")"))
            else {
                place += 2
                continue
            }
            let name = String(decoding: bytes[(place + 2)..<end], as: UTF8.self)
            if names.contains(name), !found.contains(name) { found.append(name) }
            place = end + 1
        }
        return found
    }

    private func diagnostic(_ name: String, in place: String, at path: ValuePath) -> Diagnostic {
        .notOnContainerInstances(
            "'$(\(name))' in \(place)",
            of: resource,
            because: "variables are put in by Kubernetes only",
            help: "write the value itself, or let the program read '\(name)'",
            at: path
        )
    }
}
