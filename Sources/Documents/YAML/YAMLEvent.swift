import CLibYAML
import Diagnostics

/// One step of libyaml through a file, in Swift's own types.
struct YAMLEvent {
    enum Kind {
        case streamEnd
        case documentStart
        case documentEnd
        case alias(String)
        case scalar(String, isPlain: Bool)
        case sequenceStart
        case sequenceEnd(isFlow: Bool)
        case mappingStart
        case mappingEnd(isFlow: Bool)
    }

    let kind: Kind
    let anchor: String?
    /// The tag, with its handle resolved: `tag:yaml.org,2002:str`.
    let tag: String?
    let span: Span
}

/// Pulls events out of libyaml, one by one.
///
/// The bytes that it reads must stay where they are for as long as it lives.
final class YAMLEventSource {
    private let file: SourceFile
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let start: Int
    private var cursor: CharacterCursor

    /// Creates a source for the bytes of a file, which are valid UTF-8.
    init(_ file: SourceFile, bytes: UnsafeBufferPointer<UInt8>, validation: UTF8Validation) {
        self.file = file
        start = validation.start
        cursor = CharacterCursor(bytes, from: validation.start, isASCII: validation.isASCII)
        parser = .allocate(capacity: 1)
        parser.initialize(to: yaml_parser_t())
        precondition(yaml_parser_initialize(parser) == 1, "there is memory for a parser")
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, bytes.baseAddress.map { $0 + start }, bytes.count - start)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
    }

    /// The next event, or why there is none; never called again after the end of the stream or a failure.
    func next() -> Result<YAMLEvent, YAMLProblem> {
        var event = yaml_event_t()
        while true {
            guard yaml_parser_parse(parser, &event) == 1 else { return .failure(problem()) }
            defer { yaml_event_delete(&event) }
            if event.type == YAML_NO_EVENT || event.type == YAML_STREAM_START_EVENT { continue }
            return .success(converted(event))
        }
    }

    private func converted(_ event: yaml_event_t) -> YAMLEvent {
        let span = span(from: event.start_mark, to: event.end_mark)
        let isFlow = event.end_mark.index > event.start_mark.index
        switch event.type {
        case YAML_DOCUMENT_START_EVENT: return YAMLEvent(kind: .documentStart, anchor: nil, tag: nil, span: span)
        case YAML_DOCUMENT_END_EVENT: return YAMLEvent(kind: .documentEnd, anchor: nil, tag: nil, span: span)
        case YAML_ALIAS_EVENT:
            let name = Self.text(event.data.alias.anchor) ?? ""
            return YAMLEvent(kind: .alias(name), anchor: nil, tag: nil, span: span)
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            let kind = YAMLEvent.Kind.scalar(
                String(decoding: bytes, as: UTF8.self),
                isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE
            )
            return YAMLEvent(kind: kind, anchor: Self.text(scalar.anchor), tag: Self.text(scalar.tag), span: span)
        case YAML_SEQUENCE_START_EVENT:
            let start = event.data.sequence_start
            return YAMLEvent(
                kind: .sequenceStart,
                anchor: Self.text(start.anchor),
                tag: Self.text(start.tag),
                span: span
            )
        case YAML_MAPPING_START_EVENT:
            let start = event.data.mapping_start
            return YAMLEvent(
                kind: .mappingStart,
                anchor: Self.text(start.anchor),
                tag: Self.text(start.tag),
                span: span
            )
        case YAML_SEQUENCE_END_EVENT:
            return YAMLEvent(kind: .sequenceEnd(isFlow: isFlow), anchor: nil, tag: nil, span: span)
        case YAML_MAPPING_END_EVENT:
            return YAMLEvent(kind: .mappingEnd(isFlow: isFlow), anchor: nil, tag: nil, span: span)
        default: return YAMLEvent(kind: .streamEnd, anchor: nil, tag: nil, span: span)
        }
    }

    private static func text(_ text: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        text.map { String(cString: $0) }
    }

    private func span(from start: yaml_mark_t, to end: yaml_mark_t) -> Span {
        let lower = cursor.offset(ofCharacter: start.index)
        let upper = cursor.offset(ofCharacter: max(start.index, end.index))
        return Span(file, lower..<upper)
    }

    private func problem() -> YAMLProblem {
        let parser = parser.pointee
        let text = parser.problem.map { String(cString: $0) } ?? "not enough memory"
        if parser.error == YAML_READER_ERROR {
            let offset = min(start + parser.problem_offset, file.bytes.count)
            return YAMLProblem(text: text, span: Span(file, offset..<offset), context: nil)
        }
        let context = parser.context.map { context in
            YAMLProblem.Context(
                text: String(cString: context),
                span: span(from: parser.context_mark, to: parser.context_mark)
            )
        }
        return YAMLProblem(text: text, span: span(from: parser.problem_mark, to: parser.problem_mark), context: context)
    }
}

/// What libyaml has to say when it cannot go on.
struct YAMLProblem: Error {
    /// The construct that it was in.
    struct Context {
        let text: String
        let span: Span
    }

    let text: String
    let span: Span
    let context: Context?
}

/// Turns libyaml's positions, which count characters, into offsets of bytes.
///
/// Positions mostly ascend, so that walking from the last one is cheap.
private struct CharacterCursor {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let start: Int
    private let isASCII: Bool
    private var character = 0
    private var offset: Int

    init(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, isASCII: Bool) {
        self.bytes = bytes
        self.start = start
        self.isASCII = isASCII
        offset = start
    }

    mutating func offset(ofCharacter wanted: Int) -> Int {
        if isASCII { return min(start + wanted, bytes.count) }
        while character < wanted, offset < bytes.count {
            offset += 1
            while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
            character += 1
        }
        while character > wanted, offset > start {
            offset -= 1
            while offset > start, bytes[offset] & 0xC0 == 0x80 { offset -= 1 }
            character -= 1
        }
        return offset
    }
}
