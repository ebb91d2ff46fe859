import Diagnostics
import Documents

extension FunctionTable {
    /// Functions that read files, and the environment of a parameter file.
    static let files: [String: FunctionImplementation] = [
        "loadDirectoryFileInfo": .deep { call throws(EvaluationFault) in
            let folder = try call.string(0)
            let pattern = FileNamePattern(call.count > 1 ? try call.string(1) : "")
            return .array(try call.names().filter(pattern.matches).map { fileInfo($0, in: folder) })
        },
        "loadFileAsBase64": .deep { call throws(EvaluationFault) in .string(Base64.encoded(try call.file())) },
        "loadJsonContent": .deep { call throws(EvaluationFault) in
            let bytes = try call.file()
            do throws(LenientJSON.Problem) {
                let value = try LenientJSON.value(of: Array(call.text(bytes, encoding: 2).utf8))
                return try selected(value, call)
            } catch {
                throw call.bad("the file is no JSON: \(error.reason)", help: "check the file with a JSON validator")
            }
        },
        "loadTextContent": .deep { call throws(EvaluationFault) in
            .string(call.text(try call.file(), encoding: 1))
        },
        "loadYamlContent": .deep { call throws(EvaluationFault) in
            let text = call.text(try call.file(), encoding: 2)
            let (documents, found) = YAMLReader.read(SourceFile(path: try call.string(0), text: text))
            do throws(LenientJSON.Problem) {
                if let problem = found.first(where: { $0.severity == .error }) {
                    throw LenientJSON.Problem(reason: problem.message)
                }
                return try selected(documents.first?.value ?? .null, call)
            } catch {
                throw call.bad("the file is no YAML: \(error.reason)", help: "check the file with a YAML linter")
            }
        },
        "readEnvironmentVariable": .deep { call throws(EvaluationFault) in
            let name = try call.string(0)
            if let value = call.scope.context.environment[name] { return .string(value) }
            guard call.count > 1 else { throw .noEnvironmentVariable(name) }
            return .string(try call.string(1))
        },
    ]

    /// What is said of a file in a folder.
    private static func fileInfo(_ name: String, in folder: String) -> Value {
        // A path from the root is shown without its first slash.
        let path = FilePath.normalized("\(folder)/\(name)").drop { $0 == "/" }
        let dot = name.lastIndex(of: ".")
        return [
            "relativePath": .string(String(path)),
            "baseName": .string(name),
            "extension": .string(dot.map { String(name[$0...]) } ?? ""),
        ]
    }

    /// The part of a loaded file that the path in the second argument means.
    static func selected(_ value: Value, _ call: FunctionCall) throws(LenientJSON.Problem) -> Value {
        guard call.count > 1, case .string(let path) = call.arguments[1] else { return value }
        guard let steps = JSONPath.steps(path) else {
            throw LenientJSON.Problem(reason: "the path '\(path)' is not understood")
        }
        var current = value
        for step in steps {
            let next: Value? =
                switch step {
                case .member(let name): current[name]
                case .element(let index): current.arrayValue?.element(at: index)
                }
            guard let next else { throw LenientJSON.Problem(reason: "there is nothing at the path '\(path)'") }
            current = next
        }
        return current
    }
}

/// Paths of the form `$.a.b[0]['c']`.
enum JSONPath {
    /// The steps; `nil` for anything else.
    static func steps(_ path: String) -> [ValuePath.Step]? {
        var rest = Substring(path)
        if rest.hasPrefix("$") { rest = rest.dropFirst() }
        var steps: [ValuePath.Step] = []
        while let first = rest.first {
            if first == "[" {
                guard let end = rest.firstIndex(of: "]") else { return nil }
                let content = rest[rest.index(after: rest.startIndex)..<end]
                if let index = Int(content) {
                    steps.append(.element(index))
                } else if content.count >= 2, let quote = content.first, quote == "'" || quote == "\"",
                    content.last == quote
                {
                    steps.append(.member(String(content.dropFirst().dropLast())))
                } else {
                    return nil
                }
                rest = rest[rest.index(after: end)...]
                continue
            }
            if first == "." { rest = rest.dropFirst() }
            let name = rest.prefix { $0 != "." && $0 != "[" }
            guard !name.isEmpty, name != "*" else { return nil }
            steps.append(.member(String(name)))
            rest = rest[name.endIndex...]
        }
        return steps
    }
}

extension FunctionCall {
    /// The bytes of the file that the first argument names.
    fileprivate func file() throws(EvaluationFault) -> [UInt8] {
        let path = try string(0)
        do throws(FileLoadError) {
            let file = try scope.context.files.load(path, from: scope.module.file.path)
            guard file.bytes.count <= limits.stringLength else { throw FileLoadError(reason: "it is too large") }
            return file.bytes
        } catch {
            throw .unreadableFile(path, error)
        }
    }

    /// The names of the files in the folder that the first argument names, in an order that does not change.
    fileprivate func names() throws(EvaluationFault) -> [String] {
        let path = try string(0)
        do throws(FileLoadError) {
            let names = try scope.context.files.names(in: path, from: scope.module.file.path)
            return names.map { ($0.uppercased(), $0) }.sorted { $0 < $1 }.map(\.1)
        } catch {
            throw .unreadableFile(path, error)
        }
    }

    /// The text of bytes in the encoding that an argument names; a byte order mark is dropped.
    fileprivate func text(_ bytes: [UInt8], encoding position: Int) -> String {
        let encoding = count > position ? arguments[position].stringValue?.lowercased() : nil
        let pairs = { (first: Int, second: Int) in
            stride(from: 0, to: bytes.count - 1, by: 2).map {
                UInt16(bytes[$0 + first]) << 8 | UInt16(bytes[$0 + second])
            }
        }
        let text =
            switch encoding {
            case "iso-8859-1": String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
            case "utf-16": String(decoding: pairs(1, 0), as: UTF16.self)
            case "utf-16be": String(decoding: pairs(0, 1), as: UTF16.self)
            case _: String(decoding: bytes, as: UTF8.self)
            }
        return text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    }
}
