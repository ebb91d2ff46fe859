/// The layers of a long drawing in lines below each other, like the words of a text.
///
/// An edge that goes on in the next line leaves its own at the right, goes back in a lane between the two and comes in
/// from the left. Lanes are in the order in which edges do not cross on their way.
struct LayerFolding {
    /// A step of an edge from a vertex to the next; those between two places where edges pass are shared.
    struct Step: Hashable {
        /// The edge; `nil` for all that come the same way.
        var edge: Int?
        var from: Int
        var to: Int
    }

    /// A layer before it is moved.
    struct Column {
        var x: Double
        var width: Double
        /// The width of everything from its left side to that of the next layer.
        var advance: Double
        /// What of the drawing's height it takes.
        var top: Double
        var bottom: Double
    }

    /// An edge that goes from one line to a later one: the layers and heights that it comes from and goes to.
    struct Crossing {
        var step: Step
        var layers: (from: Int, to: Int)
        var heights: (from: Double, to: Double)
    }

    private(set) var width = 0.0
    private(set) var height = 0.0
    /// The line of each layer.
    private var lines: [Int] = []
    /// How far the layers of each line are moved.
    private var offsets: [LayeredLayout.Point] = []
    /// Where edges turn at the right of each line, and at the left of all.
    private var rights: [Double] = []
    private var left = 0.0
    private var lanes: [Step: Double] = [:]

    /// How much wider than high a drawing may be.
    private static let widest = 4.0
    /// How much wider than high it becomes.
    private static let wanted = 2.1
    /// So many layers stay beside each other at least.
    private static let leastLayers = 6
    /// Between two lanes, and between a lane and what is beside it.
    private static let laneGap = 7.0
    private static let corridor = 26.0
    /// Between where edges turn and the layers beside.
    private static let margin = 20.0

    /// Folds a drawing; `nil` if it is well as it is.
    ///
    /// - Parameters:
    ///   - columns: The layers.
    ///   - crossings: Gives the steps of edges from layers of one line to those of another, by the lines of the layers.
    init?(_ columns: [Column], crossings: ([Int]) -> [Crossing]) {
        let whole = (columns.last?.x ?? 0) + (columns.last?.width ?? 0)
        let tallest = (columns.map(\.bottom).max() ?? 0) - (columns.map(\.top).min() ?? 0)
        guard columns.count >= 2 * Self.leastLayers, whole > Self.widest * tallest else { return nil }
        var count = 2
        while true {
            self = LayerFolding(columns, lines: count, of: whole, crossings)
            guard width > Self.wanted * height, columns.count >= (count + 1) * Self.leastLayers else { return }
            // The next number that may do: the height grows with it, and the width becomes less.
            count = max(count + 1, Int(Double(count) * (width / (Self.wanted * height)).squareRoot()))
            count = min(count, columns.count / Self.leastLayers)
        }
    }

    private init(_ columns: [Column], lines count: Int, of whole: Double, _ crossings: ([Int]) -> [Crossing]) {
        // All lines about as long as each other, so that the last one is no single word.
        var share = 0
        for column in columns {
            let own = Int((column.x + column.width / 2) * Double(count) / whole)
            lines.append((lines.last ?? 0) + (own > share ? 1 : 0))
            share = own
        }
        let found = crossings(lines)
        let layers = Dictionary(grouping: columns.indices) { lines[$0] }
        let leaving = Dictionary(grouping: found) { lines[$0.layers.from] }
        var top = 0.0
        for line in 0..<layers.count {
            let own = (layers[line] ?? []).map { columns[$0] }
            let (first, last) = (own[0], own[own.count - 1])
            let (upper, lower) = (own.map(\.top).min() ?? 0, own.map(\.bottom).max() ?? 0)
            offsets.append(LayeredLayout.Point(x: -first.x, y: top - upper))
            rights.append(last.x + last.advance - first.x - Self.margin)
            top += lower - upper
            // What comes from furthest below takes the upper lane, and what shares its way the same.
            let steps = (leaving[line] ?? []).sorted {
                ($0.heights.from, $0.heights.to) > ($1.heights.from, $1.heights.to)
            }
            var used = 0
            for crossing in steps where lanes[crossing.step] == nil {
                lanes[crossing.step] = top + Self.corridor + Double(used) * Self.laneGap
                used += 1
            }
            if line < layers.count - 1 { top += 2 * Self.corridor + Double(used) * Self.laneGap }
        }
        height = top
        makeRoom(for: found)
    }

    /// Moves everything to the right as far as edges swing out at the left.
    private mutating func makeRoom(for crossings: [Crossing]) {
        var (leftSwing, rightEnd) = (0.0, rights.max() ?? 0)
        for crossing in crossings {
            guard let lane = lanes[crossing.step] else { continue }
            let (from, to) = (lines[crossing.layers.from], lines[crossing.layers.to])
            let (down, up) = (
                lane - crossing.heights.from - offsets[from].y, crossing.heights.to + offsets[to].y - lane
            )
            rightEnd = max(rightEnd, rights[from] + LayeredLayout.Route.swing(over: down))
            leftSwing = max(leftSwing, LayeredLayout.Route.swing(over: up))
        }
        left = leftSwing
        for line in offsets.indices {
            offsets[line].x += leftSwing + Self.margin
            rights[line] += leftSwing + Self.margin
        }
        width = rightEnd + leftSwing + Self.margin
    }

    /// How far a layer is moved.
    func offset(ofLayer layer: Int) -> LayeredLayout.Point { offsets[lines[layer]] }

    /// The turns of an edge on its way to another line.
    ///
    /// - Parameters:
    ///   - step: The edge's step.
    ///   - layers: The layers that it comes from and goes to.
    ///   - heights: The heights in them, before they are moved.
    /// - Returns: Where it turns, four places in its direction; `nil` if it stays in its line.
    func turns(
        of step: Step,
        from layers: (from: Int, to: Int),
        _ heights: (from: Double, to: Double)
    ) -> [LayeredLayout.Point]? {
        guard let lane = lanes[step] else { return nil }
        let (from, to) = (lines[layers.from], lines[layers.to])
        return [
            LayeredLayout.Point(x: rights[from], y: heights.from + offsets[from].y),
            LayeredLayout.Point(x: rights[from], y: lane), LayeredLayout.Point(x: left, y: lane),
            LayeredLayout.Point(x: left, y: heights.to + offsets[to].y),
        ]
    }
}

extension LayeredLayout.Route {
    /// How far an edge swings out that turns back over a height.
    static func swing(over height: Double) -> Double { 0.75 * reach(over: height) }

    /// How far the handles of the curve lie outside that turns back over a height.
    static func reach(over height: Double) -> Double { 10 + 0.3 * min(abs(height), 500) }
}
