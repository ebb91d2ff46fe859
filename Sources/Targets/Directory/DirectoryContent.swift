import Documents
import Engine

/// The bytes that an output resource comes to in a file.
struct DirectoryContent: Sendable {
    let bytes: [UInt8]
    /// Whether only the user may read the file.
    let isSecret: Bool

    var access: Folder.Access { isSecret ? .personal : .shared }

    /// Writes a manifest as YAML, and what is for Azure or AWS as the request that would make it.
    ///
    /// - Throws: `ApplyError` RAD6004 if a secret would become readable in an object that is not made for secrets.
    init(of output: OutputResource) throws(ApplyError) {
        switch output.platform {
        case .kubernetes:
            isSecret = output.type == "core/Secret"
            if !isSecret, output.body.containsSecrets { throw .secretOutsideSecret(at: nil, in: output) }
            let writer = YAMLWriter()
            var events: YAMLWriter = writer
            output.body.write(to: &events, disclosing: .revealed)
            bytes = writer.finish()
        case .azure:
            isSecret = output.body.containsSecrets
            let request: Value = [
                "method": "PUT",
                "id": .string(output.id.description),
                "apiVersion": .string(output.apiVersion),
                "body": output.body,
            ]
            var json = JSONWriter(style: .pretty)
            request.write(to: &json, disclosing: .revealed)
            bytes = json.bytes + [UInt8(ascii: "\n")]
        case .aws:
            isSecret = output.body.containsSecrets
            // As `aws cloudcontrol create-resource --cli-input-json` takes it: the state is a text.
            var state = JSONWriter()
            (output.body["properties"] ?? [:]).write(to: &state, disclosing: .revealed)
            let request: Value = [
                "TypeName": .string(output.type.replacing("/", with: ".").replacing(".", with: "::")),
                "DesiredState": .string(String(decoding: state.bytes, as: UTF8.self)),
            ]
            var json = JSONWriter(style: .pretty)
            request.write(to: &json, disclosing: .revealed)
            bytes = json.bytes + [UInt8(ascii: "\n")]
        case .terraform: preconditionFailure("a module of Terraform is no file")
        }
    }
}

extension Value {
    /// Whether any part is secret.
    fileprivate var containsSecrets: Bool {
        switch self {
        case .null, .bool, .integer, .number, .string, .unknown: false
        case .array(let elements): elements.contains { $0.containsSecrets }
        case .object(let members): members.contains { $0.value.containsSecrets }
        case .secret: true
        }
    }
}

extension OutputResource {
    /// The object as far as a file knows it: as it was asked for.
    ///
    /// Its secrets stay secret.
    var directoryValue: Value {
        switch platform {
        case .kubernetes: return type == "core/Secret" ? .object(secretBody) : body
        case .azure:
            var value = body.objectValue ?? [:]
            value["id"] = .string(id.description)
            value["name"] = .string(name)
            value["type"] = .string(type)
            value["apiVersion"] = .string(apiVersion)
            return .object(value)
        case .aws:
            var value = body.objectValue ?? [:]
            value["id"] = .string(id.description)
            value["name"] = .string(name)
            value["type"] = .string(type)
            return .object(value)
        case .terraform: preconditionFailure("a module of Terraform is no file")
        }
    }
}
