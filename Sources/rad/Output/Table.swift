import Diagnostics

/// Rows under headings, laid out as Radius lays them out.
///
/// Every column but the last is as wide as its longest cell and two blanks, at least ten;
/// the last is not padded. The headings are printed even if there are no rows. A cell with line breaks
/// takes as many lines, in which the others are empty.
struct Table {
    private let headings: [String]
    private var rows: [[String]] = []

    /// Creates a table without rows.
    init(_ headings: String...) {
        self.headings = headings
    }

    /// Adds a row with a cell for each heading; what would control the terminal is replaced.
    mutating func append(_ cells: String...) {
        precondition(cells.count == headings.count, "a row has a cell for each heading")
        rows.append(cells.map(\.printable))
    }

    /// The table as text, each line ended by a newline.
    var text: String {
        let lines = ([headings] + rows).flatMap(Self.lines)
        let widths = headings.indices.map { column in
            max(10, (lines.map { $0[column].count }.max() ?? 0) + 2)
        }
        return lines.map { cells in
            let padded = cells.dropLast().enumerated().map { column, cell in
                cell + String(repeating: " ", count: widths[column] - cell.count)
            }
            return padded.joined() + (cells.last ?? "") + "\n"
        }
        .joined()
    }

    private static func lines(of row: [String]) -> [[String]] {
        let cells = row.map { $0.split(separator: "\n", omittingEmptySubsequences: false) }
        return (0..<(cells.map(\.count).max() ?? 0)).map { line in
            cells.map { line < $0.count ? String($0[line]) : "" }
        }
    }
}
