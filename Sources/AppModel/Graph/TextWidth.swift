/// How wide a text is, about: pictures are laid out before anybody knows the font that they are seen in.
enum TextWidth {
    /// The widths of the printable characters of ASCII in Helvetica, in thousandths of the size (Adobe Font Metrics).
    private static let helvetica: [Double] = [
        278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556,
        556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667,
        556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556,
        556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722,
        500, 500, 500, 334, 260, 334, 584,
    ]
    /// Most fonts of screens are wider than Helvetica.
    private static let margin = 1.08
    /// Fat letters are wider still, most of all those of DejaVu, which stands in for Helvetica on many a Linux.
    private static let boldMargin = 1.14

    /// How much room a text takes, in points.
    ///
    /// - Parameters:
    ///   - text: One line.
    ///   - size: The size of the font in points.
    ///   - isBold: Whether the letters are fat.
    /// - Returns: The width.
    static func of(_ text: String, size: Double, isBold: Bool = false) -> Double {
        let thousandths = text.unicodeScalars.reduce(0.0) { sum, scalar in
            let place = Int(scalar.value) - 32
            // Letters of other scripts are as wide as they are high, those of Europe like most of ASCII.
            return sum + (helvetica.indices.contains(place) ? helvetica[place] : scalar.value < 0x2000 ? 600 : 1000)
        }
        return thousandths / 1000 * size * margin * (isBold ? boldMargin : 1)
    }

    /// A text cut so that it fits, with an ellipsis where something is missing.
    static func cut(_ text: String, to width: Double, size: Double, isBold: Bool = false) -> String {
        guard of(text, size: size, isBold: isBold) > width else { return text }
        var (result, used) = ("", of("…", size: size, isBold: isBold))
        for character in text {
            used += of(String(character), size: size, isBold: isBold)
            guard used <= width else { break }
            result.append(character)
        }
        return result + "…"
    }
}
