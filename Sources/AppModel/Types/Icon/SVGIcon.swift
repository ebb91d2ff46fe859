public import Diagnostics

/// A picture of a resource type, which any page may show without a second look.
///
/// The rules are those of Radius 0.60: at most 32 KiB, well-formed, no scripts, nothing from elsewhere.
public struct SVGIcon: Sendable, Equatable {
    public let text: String

    /// The largest icon in bytes.
    static let limit = 32 * 1024

    /// Reads an icon.
    ///
    /// - Returns: The icon, or what is wrong with it: the first thing in the file.
    public static func read(_ file: SourceFile) -> (icon: SVGIcon?, diagnostics: [Diagnostic]) {
        guard file.bytes.count <= limit else {
            let finding = "is \(file.bytes.count) bytes long, expected at most \(limit)"
            return (nil, [.unusableIcon(finding, at: Span(file, 0..<0))])
        }
        guard let text = String(validating: file.bytes, as: UTF8.self) else {
            return (nil, [.unusableIcon("is no UTF-8 text", at: Span(file, 0..<0))])
        }
        var scanner = MarkupScanner(file.bytes)
        do throws(MarkupFinding) {
            try scanner.scan()
        } catch {
            let place = error.range.clamped(to: 0..<file.bytes.count)
            return (nil, [.unusableIcon(error.text, at: Span(file, place))])
        }
        return (SVGIcon(text: text), [])
    }

    /// Takes a text that was read before.
    public init(text: String) {
        self.text = text
    }

    /// The SHA-256 of the text in hexadecimal digits, by which Radius names icons.
    public var hash: String { hexSHA256(text) }
}

extension Diagnostic {
    fileprivate static func unusableIcon(_ finding: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2176",
            "the icon \(finding)",
            at: span,
            help: "use an SVG of at most 32 KiB that draws with shapes alone: no scripts, no links, no files"
        )
    }
}
