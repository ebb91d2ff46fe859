extension Value {
    /// The value as one YAML document, ended by a newline.
    public func yaml(disclosing disclosure: Disclosure = .redacted) -> String {
        YAMLWriter.text(of: CollectionOfOne(self), disclosing: disclosure)
    }
}

extension YAMLWriter {
    /// Several values as one text, a document each, separated by `---`.
    public static func text(
        of values: some Sequence<Value>,
        disclosing disclosure: Disclosure = .redacted
    ) -> String {
        var writer = YAMLWriter()
        for value in values { value.write(to: &writer, disclosing: disclosure) }
        return String(decoding: writer.finish(), as: UTF8.self)
    }
}
