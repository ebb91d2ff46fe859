public import Documents

/// How gateways and routes of an environment are made on Kubernetes, where Radius leaves no choice.
public struct GatewayOptions: Sendable, Equatable {
    /// What passes requests on.
    public enum API: String, Sendable, CaseIterable {
        /// HTTPProxies of Contour.
        case contour
        /// Gateways and routes of the Gateway API.
        case gatewayAPI
    }

    /// The API as it was written; `nil` for that of Radius.
    public var api: Value?
    /// The Gateway that routes hang on.
    public var gatewayName: Value?
    public var gatewayNamespace: Value?
    /// The class of Gateways that rad makes.
    public var gatewayClass: Value?
    /// The address or the host name of the load balancer, perhaps with a port.
    public var publicEndpoint: Value?

    /// Reads the options from an object that may hold others as well.
    public init(_ object: ValueObject = [:]) {
        api = object.given("api")
        gatewayName = object.given("gatewayName")
        gatewayNamespace = object.given("gatewayNamespace")
        gatewayClass = object.given("gatewayClass")
        publicEndpoint = object.given("publicEndpoint")
    }

    /// The options with those of `other` over them.
    func merging(_ other: GatewayOptions) -> GatewayOptions {
        var merged = self
        merged.api = other.api ?? api
        merged.gatewayName = other.gatewayName ?? gatewayName
        merged.gatewayNamespace = other.gatewayNamespace ?? gatewayNamespace
        merged.gatewayClass = other.gatewayClass ?? gatewayClass
        merged.publicEndpoint = other.publicEndpoint ?? publicEndpoint
        return merged
    }
}

extension Environment {
    /// The options for gateways or routes: the environment's parameters win over those of the recipe, and those over
    /// the extension `kubernetesGateway`.
    public func gatewayOptions(for type: ResourceType) -> GatewayOptions {
        gatewayOptions
            .merging(GatewayOptions(recipes[type, "default"]?.parameters ?? [:]))
            .merging(GatewayOptions(recipeParameters[type] ?? [:]))
    }
}

extension ValueObject {
    fileprivate func given(_ name: String) -> Value? {
        guard let value = self[name], !value.isNull else { return nil }
        return value
    }
}
