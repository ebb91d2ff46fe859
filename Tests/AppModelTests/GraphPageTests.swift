import Foundation
import TestSupport
import Testing

@testable import AppModel

/// The page of a graph in a browser: what it does when it is pointed at, clicked on and searched.
@Suite(
    .timeLimit(.minutes(5)),
    .enabled(if: Browser.program != nil, "set RAD_TEST_BROWSER to the path of chromium-headless-shell")
)
struct GraphPageTests {
    @Test func everythingIsInTheWindowAtFirst() async throws {
        try await check(
            """
            say(nodes.every(isInView), panel.hidden, count.textContent === '');
            actions.in(); actions.in(); actions.in();
            say(nodes.every(isInView));
            press('0');
            say(nodes.every(isInView));
            """,
            """
            true true true
            false
            true
            """
        )
    }

    @Test func aNodeThatIsPointedAtLightsUpItsNeighbours() async throws {
        try await check(
            """
            point('pointerenter', 'position-service');
            say(...lit(), svg.classList.contains('dim'), svg.querySelectorAll('.edge.lit').length);
            point('pointerleave', 'position-service');
            say(...lit(), svg.classList.contains('dim'));
            """,
            """
            database position-service ingress true 2
            false
            """
        )
    }

    /// The panel says what is known of a node, takes no room from it, and leads on to others.
    @Test func aNodeThatIsClickedOnShowsItsProperties() async throws {
        try await check(
            """
            node('database').dispatchEvent(new MouseEvent('click', { bubbles: true }));
            say(panel.hidden, panel.querySelector('h1').textContent, isInView(node('database')));
            say(panel.textContent.includes('hunter2'), panel.textContent.includes('username'));
            fit();
            say(nodes.every(isInView));
            [...panel.querySelectorAll('.link')].find(link => link.textContent.includes('trade-service')).click();
            say(panel.querySelector('h1').textContent, isInView(node('trade-service')));
            press('Escape');
            say(panel.hidden, ...lit());
            """,
            """
            false database true
            false true
            true
            trade-service true
            true
            """
        )
    }

    /// What is found is lit, and shown even if the panel would hide it.
    @Test func whatIsFoundIsInView() async throws {
        try await check(
            """
            find('service');
            say(count.textContent, ...lit());
            find('nobody');
            say(count.textContent, ...lit(), svg.classList.contains('dim'));
            find('');
            say(count.textContent, svg.classList.contains('dim'));
            node('ingress').dispatchEvent(new MouseEvent('click', { bubbles: true }));
            place.scale = 3;
            centre(node('ingress'));
            say(isInView(node('database')));
            find('database');
            say(count.textContent, isInView(node('database')));
            """,
            """
            4 of 10 people-service account-service position-service trade-service
            0 of 10 true
             false
            false
            1 of 10 true
            """
        )
    }

    @Test func aPageIsLightOrDark() async throws {
        try await check(
            """
            const colour = () => getComputedStyle(document.body).backgroundColor;
            say(colour());
            actions.theme();
            say(colour());
            """,
            """
            rgb(255, 255, 255)
            rgb(18, 24, 31)
            """
        )
    }

    // MARK: - The browser

    private static let helpers = """
        const lines = [];
        function say(...words) { lines.push(words.join(' ')); }
        function node(name) { return nodes[data.findIndex(item => item.name === name)]; }
        function lit() { return nodes.filter(one => one.classList.contains('lit')).map(one => data[one.dataset.node].name); }
        function point(event, name) { node(name).dispatchEvent(new PointerEvent(event)); }
        function press(key) { document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })); }
        function find(text) { search.value = text; search.dispatchEvent(new Event('input')); }
        addEventListener('error', event => lines.push(`error: ${event.message}`));
        """

    /// Opens the page of the graph, runs a script in it, and compares what that says.
    private func check(
        _ script: String,
        _ expected: String,
        sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) async throws {
        let page = TraderX.graph.html(TraderX.presentation)
        let driver = """
            <script>
            \(Self.helpers)
            try {
            \(script)
            } catch (error) { lines.push(`error: ${error}`); }
            const results = document.createElement('pre');
            results.id = 'results';
            results.textContent = lines.join('\\n');
            document.body.append(results);
            </script>
            </body>
            """
        try await ScratchFolder.with { folder in
            try folder.write(page.replacing("</body>", with: driver), to: "page.html")
            let text = try Browser.dump("\(folder.path)/page.html", profile: "\(folder.path)/profile")
            let results = try #require(text.firstMatch(of: /<pre id="results">([^<]*)<\/pre>/), "\(text.suffix(2000))")
            #expect(String(results.output.1) == expected, sourceLocation: sourceLocation)
        }
    }
}

/// A browser without a window.
private enum Browser {
    /// The program; CI names it, so that nothing is skipped there.
    static let program = ProcessInfo.processInfo.environment["RAD_TEST_BROWSER"].flatMap { $0.isEmpty ? nil : $0 }

    /// What a page has become once its scripts have run.
    static func dump(_ path: String, profile: String) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(program))
        process.arguments = [
            "--no-sandbox", "--disable-gpu", "--user-data-dir=\(profile)", "--window-size=1600,1000",
            "--virtual-time-budget=2000", "--dump-dom", "file://\(path)",
        ]
        let output = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
