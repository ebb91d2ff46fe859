extension ResourceKind {
    /// The sign of the kind as a picture of its own.
    var icon: SVGIcon {
        SVGIcon(
            text: "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 20 20\" width=\"20\" height=\"20\" "
                + "fill=\"none\" stroke=\"\(line)\" stroke-width=\"1.5\" stroke-linecap=\"round\" stroke-linejoin=\"round\">"
                + "<path d=\"\(sign)\"/></svg>"
        )
    }
}
