public import Diagnostics
import Documents

extension Gateway {
    /// Reads `Applications.Core/gateways` or `Radius.Compute/routes`; `nil` for another type.
    public static func read(from resource: Resource) -> (gateway: Gateway?, diagnostics: [Diagnostic]) {
        var diagnostics: [Diagnostic] = []
        switch resource.type {
        case .gateways: return (readGateway(PropertyReader(resource), &diagnostics), diagnostics)
        case .routes: return (readRoutes(PropertyReader(resource), &diagnostics), diagnostics)
        case _: return (nil, [])
        }
    }

    // MARK: Applications.Core/gateways, Radius 0.60

    private static func readGateway(_ properties: PropertyReader, _ diagnostics: inout [Diagnostic]) -> Gateway {
        var gateway = Gateway()
        gateway.isInternal = properties.flag("internal", &diagnostics) ?? false
        if let hostname = properties.reader("hostname", &diagnostics) {
            gateway.hostname = readHostname(hostname, &diagnostics)
        }
        if let tls = properties.reader("tls", &diagnostics) { gateway.tls = readTLS(tls, &diagnostics) }
        let routes = properties.elements("routes", &diagnostics)
        gateway.routes = routes.compactMap { readRoute($0, behind: gateway.tls, &diagnostics) }
        if routes.isEmpty, properties.has("routes"), !diagnostics.hasErrors {
            diagnostics.append(.noRoutes(at: properties.span("routes")))
        }
        guard case .passthrough = gateway.tls else { return gateway }
        if routes.count > 1 { diagnostics.append(.passthroughWithSeveralRoutes(at: properties.span("routes"))) }
        for route in routes {
            for name in ["path", "replacePrefix"] where route.has(name) {
                diagnostics.append(.passthroughWithPath(name, at: route.span(name)))
            }
        }
        return gateway
    }

    private static func readHostname(_ reader: PropertyReader, _ diagnostics: inout [Diagnostic]) -> Hostname {
        if let host = reader.text("fullyQualifiedHostname", &diagnostics), !host.isEmpty {
            return .fullyQualified(host)
        }
        if let prefix = reader.text("prefix", &diagnostics), !prefix.isEmpty { return .prefix(prefix) }
        if !diagnostics.hasErrors { diagnostics.append(.emptyHostname(at: reader.span)) }
        return .derived
    }

    private static func readTLS(_ reader: PropertyReader, _ diagnostics: inout [Diagnostic]) -> TLS {
        let passes = reader.flag("sslPassthrough", &diagnostics) ?? false
        let version = reader.text("minimumProtocolVersion", &diagnostics)
        guard let store = reader.value("certificateFrom") else {
            if version != nil {
                diagnostics.append(.protocolVersionWithoutCertificate(at: reader.span("minimumProtocolVersion")))
            }
            return passes ? .passthrough : .none
        }
        if passes { diagnostics.append(.certificateAndPassthrough(at: reader.span("sslPassthrough"))) }
        return .certificate(store: store, minimumVersion: version ?? "1.2")
    }

    private static func readRoute(
        _ reader: PropertyReader,
        behind tls: TLS,
        _ diagnostics: inout [Diagnostic]
    ) -> Route? {
        guard reader.has("destination") else {
            diagnostics.append(.missingProperty("destination", in: reader.path.description, at: reader.span))
            return nil
        }
        guard let text = reader.text("destination", &diagnostics) else { return nil }
        guard let url = ServiceURL(text), let port = Self.port(of: url, behind: tls) else {
            diagnostics.append(.invalidDestination(text, at: reader.span("destination")))
            return nil
        }
        var route = Route(
            path: reader.text("path", &diagnostics),
            destination: .url(scheme: url.scheme, host: url.host, port: port),
            valuePath: reader.path
        )
        route.replacePrefix = reader.text("replacePrefix", &diagnostics)
        route.enablesWebSockets = reader.flag("enableWebsockets", &diagnostics) ?? false
        if let timeouts = reader.reader("timeoutPolicy", &diagnostics) { route.readTimeouts(timeouts, &diagnostics) }
        return route
    }

    /// The port that a URL leads to: whoever passes TLS through means the secure one where the URL names none.
    private static func port(of url: ServiceURL, behind tls: TLS) -> Int? {
        switch tls {
        case .passthrough: url.port ?? url.portOrDefault.map { _ in 443 }
        case .none, .certificate: url.portOrDefault
        }
    }

    // MARK: Radius.Compute/routes, Radius 0.60

    private static func readRoutes(_ properties: PropertyReader, _ diagnostics: inout [Diagnostic]) -> Gateway {
        var gateway = Gateway()
        gateway.kind = properties.text("kind", &diagnostics) ?? "HTTP"
        gateway.hostnames = properties.texts("hostnames", &diagnostics)
        gateway.routes = properties.elements("rules", &diagnostics).compactMap { rule in
            guard let destination = rule.reader("destinationContainer", &diagnostics),
                let resource = destination.value("resourceId"),
                let container = destination.text("containerName", &diagnostics),
                let port = destination.integer("containerPort", &diagnostics)
            else { return nil }
            let matches = rule.elements("matches", &diagnostics).map(\.object)
            var route = Route(
                path: matches.lazy.compactMap { $0["httpPath"]?.stringValue }.first,
                destination: .container(resource: resource, container: container, port: port),
                valuePath: rule.path
            )
            route.matches = matches
            return route
        }
        return gateway
    }
}

extension Gateway.Route {
    fileprivate mutating func readTimeouts(_ reader: PropertyReader, _ diagnostics: inout [Diagnostic]) {
        requestTimeout = reader.text("request", &diagnostics)
        backendTimeout = reader.text("backendRequest", &diagnostics)
        let request = nanoseconds("request", requestTimeout, reader, &diagnostics)
        let backend = nanoseconds("backendRequest", backendTimeout, reader, &diagnostics)
        guard let request, let backend, request < backend else { return }
        diagnostics.append(.backendTimeoutTooLong(at: reader.span("backendRequest")))
    }

    private func nanoseconds(
        _ name: String,
        _ text: String?,
        _ reader: PropertyReader,
        _ diagnostics: inout [Diagnostic]
    ) -> Double? {
        guard let text else { return nil }
        guard let duration = Self.nanoseconds(text) else {
            diagnostics.append(.invalidDuration(text, path: "\(reader.path).\(name)", at: reader.span(name)))
            return nil
        }
        return duration
    }

    /// The length of a duration such as `1m30s` in nanoseconds; `nil` for what is none.
    public static func nanoseconds(_ text: String) -> Double? {
        let units = ["ns": 1.0, "us": 1e3, "µs": 1e3, "ms": 1e6, "s": 1e9, "m": 60e9, "h": 3600e9]
        var rest = Substring(text)
        var total = 0.0
        while !rest.isEmpty {
            let number = rest.prefix { ("0"..."9").contains($0) || $0 == "." }
            let unit = rest.dropFirst(number.count).prefix { !("0"..."9").contains($0) && $0 != "." }
            guard number.first != ".", let amount = Double(number), let factor = units[String(unit)] else { return nil }
            total += amount * factor
            rest = rest.dropFirst(number.count + unit.count)
        }
        return text.isEmpty ? nil : total
    }
}
