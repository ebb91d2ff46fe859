/// The style sheet of a picture, for light and dark pages.
enum SVGStyle {
    /// The colours of everything but the kinds of resources.
    private struct Page {
        let background: String
        let text: String
        let soft: String
        let faint: String
        let connection: String
        let dependency: String
        let frame: String
        let frameLine: String
        let card: String
        let added: String
        let removed: String
        let changed: String
    }

    private static let light = Page(
        background: "#FFFFFF",
        text: "#1B2733",
        soft: "#56677A",
        faint: "#8391A0",
        connection: "#6C7F94",
        dependency: "#A3AFBB",
        frame: "#F5FAF7",
        frameLine: "#6B8F7B",
        card: "#FFFFFF",
        added: GraphChange.added.colour,
        removed: GraphChange.removed.colour,
        changed: GraphChange.changed.colour
    )

    private static let dark = Page(
        background: "#12181F",
        text: "#E7EDF3",
        soft: "#A9B7C5",
        faint: "#7D8B99",
        connection: "#8296AB",
        dependency: "#55636F",
        frame: "#15201A",
        frameLine: "#5F8570",
        card: "#12181F",
        added: "#4CC784",
        removed: "#F07575",
        changed: "#E8B04A"
    )

    /// What does not depend on colours.
    private static let shapes = """
        text{font-family:"Helvetica Neue",Helvetica,Arial,"Liberation Sans",sans-serif}
        .title{font-size:24px;font-weight:700}.subtitle{font-size:13px}.legend text{font-size:11px}
        .name{font-size:13px;font-weight:600}.type{font-size:10px}.detail{font-size:10px}
        .outputs text{font-size:9.5px}.recipe{font-size:10px}
        .box{stroke-width:1.4}.frame{stroke-width:1.2;stroke-dasharray:5 3}.card{stroke-width:1;opacity:.9}
        .sign{fill:none;stroke-width:1.5;stroke-linejoin:round;stroke-linecap:round}
        .edge path{fill:none;stroke-width:1.4}.dependency path{stroke-dasharray:5 4}.edge text{font-size:10px}
        .badge text,.legend .badge>text{font-size:12px;font-weight:700;text-anchor:middle;fill:#fff}
        .removed .box,.removed .frame{stroke-dasharray:4 3}.removed .name{text-decoration:line-through}

        """

    /// The style sheet.
    ///
    /// - Parameters:
    ///   - kinds: The kinds that are in the picture.
    ///   - scope: What the rules of dark pages are put under; a page that can be switched has one of its own.
    /// - Returns: The rules.
    static func sheet(_ kinds: [ResourceKind], _ scope: Scope = .preference) -> String {
        let (lightRules, darkRules) = (
            rules(light, kinds.map { ($0, $0.light) }), rules(dark, kinds.map { ($0, $0.dark) })
        )
        switch scope {
        case .preference: return shapes + lightRules + "@media (prefers-color-scheme:dark){\n\(darkRules)}\n"
        case .theme: return shapes + lightRules + ":root[data-theme=dark]{\n\(darkRules)}\n"
        }
    }

    /// Who says whether a page is dark.
    enum Scope {
        /// The reader's system.
        case preference
        /// The attribute `data-theme` of the page.
        case theme
    }

    private static func rules(_ page: Page, _ kinds: [(ResourceKind, (fill: String, line: String))]) -> String {
        var text = """
            .page{fill:\(page.background)}
            .title,.name,.output{fill:\(page.text)}.subtitle,.type,.legend g>text{fill:\(page.soft)}.detail{fill:\(page.faint)}
            .frame{fill:\(page.frame);stroke:\(page.frameLine)}.recipe{fill:\(page.frameLine)}
            .card{fill:\(page.card);stroke:\(page.frameLine)}
            .connection path{stroke:\(page.connection)}.dependency path{stroke:\(page.dependency)}
            .connection .head{fill:\(page.connection);stroke:none}.dependency .head{fill:\(page.dependency);stroke:none}
            .edge text{fill:\(page.soft);stroke:\(page.background);stroke-width:3px;paint-order:stroke}

            """
        for (kind, colours) in kinds {
            text +=
                ".\(kind.rawValue) .box{fill:\(colours.fill);stroke:\(colours.line)}"
                + ".\(kind.rawValue) .sign{stroke:\(colours.line)}\n"
        }
        for (name, colour) in [("added", page.added), ("removed", page.removed), ("changed", page.changed)] {
            text +=
                ".edge.\(name) path{stroke:\(colour)}.edge.\(name) .head{fill:\(colour)}"
                + ".node.\(name) .box,.node.\(name) .frame{stroke:\(colour);stroke-width:2.4}"
                + ".\(name) .badge circle,.badge.\(name) circle{fill:\(colour)}\n"
        }
        return text
    }
}
