import CLibYAML

/// Writes trees as YAML, one document each, in block style and UTF-8.
///
/// libyaml does the emitting; what it is told here is which texts need quotes so that every
/// reader, of YAML 1.1 or 1.2, reads back the same values. Each value written at the outermost
/// level is a document of its own. Several documents are separated by `---`.
public final class YAMLWriter: TreeWriter {
    private let emitter: UnsafeMutablePointer<yaml_emitter_t>
    private let event: UnsafeMutablePointer<yaml_event_t>
    private let output = Output()
    private var depth = 0

    /// Creates a writer.
    public init() {
        emitter = .allocate(capacity: 1)
        emitter.initialize(to: yaml_emitter_t())
        event = .allocate(capacity: 1)
        event.initialize(to: yaml_event_t())
        precondition(yaml_emitter_initialize(emitter) == 1, "there is memory for an emitter")
        yaml_emitter_set_unicode(emitter, 1)
        yaml_emitter_set_width(emitter, -1)
        yaml_emitter_set_indent(emitter, 2)
        yaml_emitter_set_output(
            emitter,
            { Output.append(to: $0, buffer: $1, count: $2) },
            Unmanaged.passUnretained(output).toOpaque()
        )
        emit { yaml_stream_start_event_initialize($0, YAML_UTF8_ENCODING) }
    }

    deinit {
        yaml_emitter_delete(emitter)
        emitter.deallocate()
        event.deallocate()
    }

    /// Ends the last document; nothing can be written any more.
    ///
    /// - Returns: All documents, in UTF-8.
    public func finish() -> [UInt8] {
        emit { yaml_stream_end_event_initialize($0) }
        precondition(yaml_emitter_flush(emitter) == 1, "the output takes every byte")
        return output.bytes
    }

    public func writeNull() { writePlain("null") }

    public func write(_ flag: Bool) { writePlain(flag ? "true" : "false") }

    public func write(_ integer: Int64) { writePlain(integer.description) }

    /// Writes the shortest text that reads back as the same number.
    public func write(_ number: Double) { writePlain(Self.text(of: number)) }

    public func write(_ text: String) {
        var text = text
        writeScalar { event in text.withUTF8 { Self.initialize(event, text: $0) } }
    }

    public func writeName(_ name: String) {
        var name = name
        emit { event in name.withUTF8 { Self.initialize(event, text: $0) } }
    }

    public func beginArray(count: Int) {
        beginValue()
        depth += 1
        emit { yaml_sequence_start_event_initialize($0, nil, nil, 1, YAML_BLOCK_SEQUENCE_STYLE) }
    }

    public func endArray() {
        emit { yaml_sequence_end_event_initialize($0) }
        depth -= 1
        endValue()
    }

    public func beginObject(count: Int) {
        beginValue()
        depth += 1
        emit { yaml_mapping_start_event_initialize($0, nil, nil, 1, YAML_BLOCK_MAPPING_STYLE) }
    }

    public func endObject() {
        emit { yaml_mapping_end_event_initialize($0) }
        depth -= 1
        endValue()
    }
}

// MARK: - Events

extension YAMLWriter {
    private func beginValue() {
        guard depth == 0 else { return }
        emit { yaml_document_start_event_initialize($0, nil, nil, nil, 1) }
    }

    private func endValue() {
        guard depth == 0 else { return }
        emit { yaml_document_end_event_initialize($0, 1) }
    }

    private func writePlain(_ text: String) {
        var text = text
        writeScalar { event in
            text.withUTF8 { Self.initialize(event, $0, isPlain: true, YAML_PLAIN_SCALAR_STYLE) }
        }
    }

    private func writeScalar(_ initialize: (UnsafeMutablePointer<yaml_event_t>) -> Int32) {
        beginValue()
        emit(initialize)
        endValue()
    }

    /// Hands one event to libyaml, which takes it over.
    private func emit(_ initialize: (UnsafeMutablePointer<yaml_event_t>) -> Int32) {
        precondition(initialize(event) == 1, "there is memory for an event and the text is valid UTF-8")
        precondition(yaml_emitter_emit(emitter, event) == 1, "names and values, begins and ends are paired")
    }

    private static func initialize(
        _ event: UnsafeMutablePointer<yaml_event_t>,
        text bytes: UnsafeBufferPointer<UInt8>
    ) -> Int32 {
        switch YAMLQuoting(bytes) {
        case .plain: initialize(event, bytes, isPlain: true, YAML_ANY_SCALAR_STYLE)
        case .quoted: initialize(event, bytes, isPlain: false, YAML_SINGLE_QUOTED_SCALAR_STYLE)
        case .escaped: initialize(event, bytes, isPlain: false, YAML_DOUBLE_QUOTED_SCALAR_STYLE)
        case .literal: initialize(event, bytes, isPlain: false, YAML_LITERAL_SCALAR_STYLE)
        }
    }

    private static func initialize(
        _ event: UnsafeMutablePointer<yaml_event_t>,
        _ bytes: UnsafeBufferPointer<UInt8>,
        isPlain: Bool,
        _ style: yaml_scalar_style_t
    ) -> Int32 {
        var nothing: UInt8 = 0
        return withUnsafePointer(to: &nothing) { nothing in
            let count = Int32(bytes.count)
            return yaml_scalar_event_initialize(
                event,
                nil,
                nil,
                bytes.baseAddress ?? nothing,
                count,
                isPlain ? 1 : 0,
                1,
                style
            )
        }
    }

    /// PyYAML takes `1e+20` for text: a mantissa needs a dot.
    private static func text(of number: Double) -> String {
        guard number.isFinite else { return number.isNaN ? ".nan" : number < 0 ? "-.inf" : ".inf" }
        if let integer = Int64(exactly: number), integer.magnitude <= 1 << 53 { return integer.description }
        let text = number.description
        guard let exponent = text.firstIndex(of: "e"), !text.contains(".") else { return text }
        return text[..<exponent] + ".0" + text[exponent...]
    }
}

/// Where libyaml puts its text, some kilobytes at a time.
private final class Output {
    var bytes: [UInt8] = []

    /// Takes what libyaml has to write; this is its `yaml_write_handler_t`.
    static func append(
        to output: UnsafeMutableRawPointer?,
        buffer: UnsafeMutablePointer<UInt8>?,
        count: Int
    ) -> Int32 {
        guard let output, let buffer else { return 0 }
        let bytes = UnsafeBufferPointer(start: buffer, count: count)
        Unmanaged<Output>.fromOpaque(output).takeUnretainedValue().bytes.append(contentsOf: bytes)
        return 1
    }
}
