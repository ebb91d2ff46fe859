import AppModel
import Documents
import Engine
import Targets

/// What a deployment did, as Radius users know it.
struct DeploymentSummary {
    /// A resource that is there now.
    struct Item {
        let name: String
        let type: String
        /// Where its users reach it; `nil` for what has no address of its own.
        let endpoint: Endpoint?
    }

    /// The address of a gateway.
    enum Endpoint {
        case known(String)
        /// The platform gives it, and has not yet.
        case unknown

        var text: String {
            switch self {
            case .known(let url): url
            case .unknown: Value.unknownText
            }
        }
    }

    let items: [Item]
    /// Where the results are, in words.
    let location: String

    /// The report, each line ended by a newline.
    var text: String {
        let widths = columnWidths
        var text = "Deployment Complete\n"
        if !items.isEmpty {
            text += "\nResources:\n"
            for item in items { text += line([item.name, item.type], widths) }
        }
        let endpoints = items.compactMap { item in item.endpoint.map { (item, $0) } }
        if !endpoints.isEmpty {
            text += "\nPublic Endpoints:\n"
            for (item, endpoint) in endpoints {
                text += line([item.name, item.type, endpoint.text], widths)
            }
        }
        return text + "\n\(location)\n"
    }

    /// The report for programs.
    var json: Value {
        .array(
            items.map { item in
                var members: ValueObject = ["name": .string(item.name), "type": .string(item.type)]
                if let endpoint = item.endpoint { members["endpoint"] = .string(endpoint.text) }
                return .object(members)
            }
        )
    }

    /// Columns as wide as Radius' own, or as the longest cell.
    private var columnWidths: [Int] {
        [
            max(15, items.map(\.name.count).max() ?? 0),
            max(20, items.map(\.type.count).max() ?? 0),
        ]
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        let padded = zip(cells.dropLast(), widths).map { cell, width in cell.padded(to: width) }
        return "    " + padded.map { "\($0) " }.joined() + (cells.last ?? "") + "\n"
    }
}

extension DeploymentSummary {
    /// What the parts of a request come to, in the order of their resources.
    init(of planned: [DeploymentRun.Planned], in session: Session) {
        items = planned.flatMap { part in
            part.resources.map { resource in
                Item(
                    name: resource.name,
                    type: resource.type.description,
                    endpoint: resource.type == .gateways
                        ? resource.endpoint.map { .known($0) } ?? .unknown : nil
                )
            }
        }
        switch session.destination {
        case .folder(let folder): location = "The output is in \(folder)."
        case .cluster(let client): location = "The objects are in the cluster of context '\(client.context)'."
        }
    }
}
