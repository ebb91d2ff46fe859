/// What a resource is to those who look at a graph: its colour and its sign.
enum ResourceKind: String, CaseIterable {
    case gateway
    case container
    case datastore
    case messaging
    case dapr
    case secret
    case storage
    case image
    case ai
    case external
    case other

    init(_ type: ResourceType) {
        let name = type.name.lowercased()
        switch type.namespace.lowercased() {
        case "applications.datastores", "radius.data": self = .datastore
        case "applications.messaging", "radius.messaging": self = .messaging
        case "applications.dapr": self = .dapr
        case "radius.security": self = .secret
        case "radius.storage": self = .storage
        case "radius.ai": self = .ai
        case "external": self = .external
        case let namespace where namespace.hasPrefix("microsoft.") || namespace.hasPrefix("aws."): self = .external
        case _ where name == "gateways" || name == "routes": self = .gateway
        case _ where name == "containers": self = .container
        case _ where name == "containerimages": self = .image
        case _ where name == "volumes" || name == "persistentvolumes": self = .storage
        case _ where name.contains("secret"): self = .secret
        case _ where ["sql", "mongo", "redis", "database", "cache", "statestore"].contains { name.contains($0) }:
            self = .datastore
        case _ where ["queue", "pubsub", "kafka", "rabbit", "broker"].contains { name.contains($0) }: self = .messaging
        case _: self = .other
        }
    }

    /// The name in a legend.
    var title: String {
        switch self {
        case .ai: "AI"
        case .dapr: "Dapr"
        case .gateway, .container, .datastore, .messaging, .secret, .storage, .image, .external, .other: rawValue
        }
    }

    /// The shape in the language of graphviz, with what else makes it.
    var shape: String {
        switch self {
        // A hexagon brings room of its own.
        case .gateway: "hexagon, margin=\"0,0.04\", style=filled"
        case .container: "box"
        case .datastore: "cylinder"
        case .messaging: "box, peripheries=2"
        case .dapr: "component"
        case .secret: "tab"
        case .storage: "box3d"
        case .image: "folder"
        case .ai, .external: "box"
        case .other: "note"
        }
    }

    var fill: String { light.fill }
    var line: String { light.line }

    /// The colours on a light page.
    var light: (fill: String, line: String) {
        switch self {
        case .gateway: ("#FFF1DC", "#D9822B")
        case .container: ("#E8F1FB", "#2F6FB3")
        case .datastore: ("#DFF3E8", "#2E8B57")
        case .messaging: ("#F1E9FA", "#7E57B5")
        case .dapr: ("#E4F0F6", "#2E7A9B")
        case .secret: ("#FBF3D5", "#A8841C")
        case .storage: ("#E2F2F1", "#3B857F")
        case .image: ("#EAEBFA", "#5A62B8")
        case .ai: ("#FBE9F2", "#B4487F")
        case .external: ("#EDF0F3", "#54677A")
        case .other: ("#F0F2F4", "#7A8794")
        }
    }

    /// The colours on a dark page.
    var dark: (fill: String, line: String) {
        switch self {
        case .gateway: ("#3A2912", "#E8A556")
        case .container: ("#17293D", "#66A3DD")
        case .datastore: ("#15301F", "#5FBB89")
        case .messaging: ("#2A2040", "#AE90E0")
        case .dapr: ("#14303C", "#63B1D2")
        case .secret: ("#352C10", "#D9B653")
        case .storage: ("#132F2D", "#68B9B2")
        case .image: ("#22254A", "#939BEC")
        case .ai: ("#3B1A2B", "#E28AB6")
        case .external: ("#232C35", "#96A9BC")
        case .other: ("#252C33", "#97A4B1")
        }
    }

    /// The sign, as the lines of an SVG path in a square of 20.
    var sign: String {
        switch self {
        case .gateway: "M2 10h15M12 5l5 5-5 5M5 4v12"
        case .container: "M10 2l7 4v8l-7 4-7-4V6zM3 6l7 4 7-4M10 10v8"
        case .datastore:
            "M3 5c0-1.7 3.1-3 7-3s7 1.3 7 3-3.1 3-7 3-7-1.3-7-3zM3 5v10c0 1.7 3.1 3 7 3s7-1.3 7-3V5"
                + "M3 10c0 1.7 3.1 3 7 3s7-1.3 7-3"
        case .messaging: "M2 4h16v12H2zM2 5l8 6 8-6"
        case .dapr: "M3 4h9v12H3zM12 7h5v6h-5z"
        case .secret: "M5 9h10v8H5zM7 9V6a3 3 0 0 1 6 0v3M10 12v2"
        case .storage: "M3 3h14v6H3zM3 11h14v6H3zM6 6h2M6 14h2"
        case .image: "M10 2l8 4-8 4-8-4zM2 10l8 4 8-4M2 14l8 4 8-4"
        case .ai: "M10 2l2 6 6 2-6 2-2 6-2-6-6-2 6-2z"
        case .external: "M6 16a4 4 0 0 1-.5-8A5 5 0 0 1 15 7a4.5 4.5 0 0 1 0 9z"
        case .other: "M5 2h7l4 4v12H5zM12 2v4h4"
        }
    }
}
