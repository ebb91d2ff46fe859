import Documents

/// A graph as a page that needs nothing else: the picture, to be moved and searched, and what is known of its nodes.
struct HTMLPage {
    private let drawing: SVGDrawing
    /// The nodes as the JSON document of the graph has them, with what the page shows besides.
    private let data: Value

    init(_ graph: ApplicationGraph, _ presentation: GraphPresentation) {
        let picture = GraphPicture(graph, presentation)
        drawing = SVGDrawing(picture)
        let documents = graph.document(presentation).objectValue?["resources"]?.arrayValue ?? []
        data = .array(
            zip(documents, picture.nodes).map { document, node in
                var members = document.objectValue ?? [:]
                members["connections"] = nil
                members["iconHash"] = nil
                if let recipe = node.recipe { members["recipe"] = .string(recipe) }
                if let change = node.change { members["change"] = .string(change.rawValue) }
                if let lines = presentation.changedProperties[node.id] {
                    members["changes"] = .array(lines.map(Value.string))
                }
                return .object(members)
            }
        )
    }

    /// The page.
    func text() -> String {
        let picture = drawing.picture
        let title = MarkupText.escaped(picture.title)
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
            <title>\(title): application graph</title>
            <style>
            \(SVGStyle.sheet(picture.kinds, .theme))\(Self.style)</style>
            </head>
            <body>
            <header>
            <div class="heading"><h1>\(title)</h1><p>\(MarkupText.escaped(drawing.subtitle))</p></div>
            <svg class="key" height="16" width="\(drawing.legendWidth.svg)" aria-hidden="true">\(drawing.legend())</svg>
            <label class="search"><input id="search" type="search" placeholder="Search ( / )" aria-label="Search" \
            autocomplete="off" spellcheck="false"><output id="count"></output></label>
            <nav>
            <button data-action="out" title="Smaller (-)" aria-label="Smaller">−</button>
            <button data-action="in" title="Larger (+)" aria-label="Larger">+</button>
            <button data-action="fit" title="Everything (0)">fit</button>
            <button data-action="theme" title="Light or dark" aria-label="Light or dark">◐</button>
            </nav>
            </header>
            <main>
            <svg id="picture" xmlns="http://www.w3.org/2000/svg" data-width="\(drawing.contentSize.width.svg)" \
            data-height="\(drawing.contentSize.height.svg)">
            \(drawing.signs())<g id="view">
            \(drawing.content())</g>
            </svg>
            <aside id="panel" aria-live="polite" hidden></aside>
            </main>
            <script id="graph" type="application/json">\(Self.inert(data.json(.compact)))</script>
            <script>
            \(PageScript.text)
            </script>
            </body>
            </html>

            """
    }

    /// JSON in which nothing can end the element around it.
    private static func inert(_ json: String) -> String {
        var result = ""
        for scalar in json.unicodeScalars {
            switch scalar {
            case "<": result += "\\u003c"
            case ">": result += "\\u003e"
            case "&": result += "\\u0026"
            case "\u{2028}": result += "\\u2028"
            case "\u{2029}": result += "\\u2029"
            case _: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static let style = """
        :root{color-scheme:light;--page:#fff;--bar:#f6f8fa;--line:#d5dce3;--text:#1b2733;--soft:#56677a;--focus:#2f6fb3}
        :root[data-theme=dark]{color-scheme:dark;--page:#12181f;--bar:#1a222b;--line:#303b46;--text:#e7edf3;--soft:#a9b7c5;--focus:#66a3dd}
        *{box-sizing:border-box}
        body{margin:0;height:100vh;display:flex;flex-direction:column;background:var(--page);color:var(--text);
        font:13px/1.45 system-ui,"Segoe UI",Roboto,Helvetica,Arial,sans-serif}
        header{display:flex;flex-wrap:wrap;align-items:center;gap:8px 24px;padding:10px 16px;background:var(--bar);
        border-bottom:1px solid var(--line)}
        .heading h1{margin:0;font-size:17px;line-height:1.2}.heading p{margin:0;color:var(--soft);font-size:12px}
        .key{max-width:100%;flex:0 1 auto;overflow:visible}.search{margin-left:auto;display:flex;align-items:center;gap:8px}
        #count{min-width:64px;color:var(--soft);font-variant-numeric:tabular-nums}
        input,nav button{font:inherit;color:inherit;background:var(--page);border:1px solid var(--line);border-radius:6px}
        input{padding:5px 9px;width:200px}nav{display:flex;gap:4px}
        nav button{min-width:32px;height:30px;padding:0 8px;cursor:pointer}nav button:hover{border-color:var(--focus)}
        main{flex:1;position:relative;min-height:0}
        #picture{position:absolute;inset:0;width:100%;height:100%;cursor:grab;touch-action:none;user-select:none}
        #picture:active{cursor:grabbing}
        .node{cursor:pointer;outline:none}.node:focus-visible .box,.node.selected .box{stroke:var(--focus);stroke-width:3}
        .node,.edge{transition:opacity .12s}
        .dim .node{opacity:.18}.dim .edge{opacity:.07}.dim .lit{opacity:1}.edge.lit path{stroke-width:2.2}
        #panel{position:absolute;top:0;right:0;bottom:0;width:min(380px,90vw);overflow:auto;padding:16px 18px 32px;
        background:var(--bar);border-left:1px solid var(--line);overflow-wrap:anywhere}
        #panel h1{margin:0 32px 0 0;font-size:17px}#panel h2{margin:18px 0 4px;font-size:11px;letter-spacing:.06em;
        text-transform:uppercase;color:var(--soft)}
        #panel p{margin:2px 0}#panel .type,#panel .id{color:var(--soft);font-size:12px}#panel .output .type{margin-left:8px}
        #panel ul{margin:0;padding-left:14px;list-style:none}#panel>ul{padding-left:0}
        #panel .key{font-weight:500}.value{color:var(--soft);font-family:ui-monospace,Menlo,Consolas,monospace;font-size:12px}
        .close{position:absolute;top:10px;right:12px;border:0;background:none;color:var(--soft);font-size:22px;cursor:pointer}
        .link{display:block;border:0;background:none;padding:2px 0;color:var(--focus);font:inherit;cursor:pointer;text-align:left}
        .link:hover{text-decoration:underline}
        @media (prefers-reduced-motion:reduce){.node,.edge{transition:none}}

        """
}

extension ApplicationGraph {
    /// The graph as one HTML page: the picture with pan, zoom and search, and the properties of its nodes.
    ///
    /// The page refers to nothing outside of itself. Secrets are not in it.
    public func html(_ presentation: GraphPresentation) -> String { HTMLPage(self, presentation).text() }
}
