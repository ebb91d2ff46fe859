import AppModel
import Documents

/// The annotations by which Dapr adds its sidecar to a pod.
enum DaprAnnotations {
    /// Those of a legacy container.
    ///
    /// Radius writes the protocol under a key that Dapr does not read; rad writes it under Dapr's as well.
    static func legacy(_ sidecar: DaprSidecar?) -> [(String, Value)] {
        guard let sidecar else { return [] }
        let appProtocol = Value.string(sidecar.appProtocol ?? "http")
        return common(sidecar, appID: sidecar.appID)
            + [("dapr.io/protocol", appProtocol), ("dapr.io/app-protocol", appProtocol)]
    }

    /// Those of a `Radius.Compute` container, whose id defaults to the resource's name.
    static func current(_ sidecar: DaprSidecar?, name: String) -> [(String, Value)] {
        guard let sidecar else { return [] }
        var annotations = common(sidecar, appID: sidecar.appID ?? name)
        if let appProtocol = sidecar.appProtocol { annotations.append(("dapr.io/app-protocol", .string(appProtocol))) }
        return annotations
    }

    private static func common(_ sidecar: DaprSidecar, appID: String?) -> [(String, Value)] {
        var annotations: [(String, Value)] = [("dapr.io/enabled", "true")]
        if let appID { annotations.append(("dapr.io/app-id", .string(appID))) }
        if let port = sidecar.appPort, port != 0 { annotations.append(("dapr.io/app-port", .string(String(port)))) }
        if let configuration = sidecar.configuration {
            annotations.append(("dapr.io/config", .string(configuration)))
        }
        return annotations
    }
}
