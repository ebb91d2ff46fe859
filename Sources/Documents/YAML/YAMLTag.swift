import Diagnostics

/// The tags of the core schema, as libyaml resolves them.
enum YAMLTag {
    static let merge = "tag:yaml.org,2002:merge"

    /// A tag as the author wrote it: `!!str` for `tag:yaml.org,2002:str`.
    static func shown(_ tag: String) -> String {
        tag.hasPrefix("tag:yaml.org,2002:") ? "!!" + tag.dropFirst("tag:yaml.org,2002:".count) : tag
    }
}

extension YAMLComposer {
    /// What a scalar means, given its tag if it has one.
    mutating func content(of text: String, isPlain: Bool, _ event: YAMLEvent) -> Document.Content {
        let plain = { YAMLScalar.content(ofPlain: text) }
        guard let tag = event.tag else { return isPlain ? plain() : .string(text) }
        switch (tag, plain()) {
        case ("!", _), ("tag:yaml.org,2002:str", _): return .string(text)
        case ("tag:yaml.org,2002:merge", _) where text == "<<": return .string(text)
        case ("tag:yaml.org,2002:null", .null): return .null
        case ("tag:yaml.org,2002:bool", .bool(let flag)): return .bool(flag)
        case ("tag:yaml.org,2002:int", .integer(let number)): return .integer(number)
        case ("tag:yaml.org,2002:float", .number(let number)): return .number(number)
        case ("tag:yaml.org,2002:float", .integer(let number)): return .number(Double(number))
        case ("tag:yaml.org,2002:null", let other), ("tag:yaml.org,2002:bool", let other),
            ("tag:yaml.org,2002:int", let other), ("tag:yaml.org,2002:float", let other):
            report(.tagDoesNotFit(YAMLTag.shown(tag), text: event.span, at: event.span))
            return other
        default:
            report(.unknownTag(YAMLTag.shown(tag), at: event.span))
            return .string(text)
        }
    }

    /// Reports the tag of a sequence or mapping unless it says what the value is anyway.
    mutating func checkTag(ofCollection event: YAMLEvent) {
        guard let tag = event.tag, tag != "!" else { return }
        let fitting = if case .mappingStart = event.kind { "tag:yaml.org,2002:map" } else { "tag:yaml.org,2002:seq" }
        guard tag != fitting else { return }
        switch tag {
        case "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:str", "tag:yaml.org,2002:int",
            "tag:yaml.org,2002:float", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:null":
            report(.tagDoesNotFit(YAMLTag.shown(tag), text: nil, at: event.span))
        default: report(.unknownTag(YAMLTag.shown(tag), at: event.span))
        }
    }
}
