import AppModel

/// What a state belongs to: an application in an environment, or an environment's own objects.
///
/// Names are compared ignoring case and keep the author's spelling.
public struct DeploymentIdentity: Sendable {
    public let group: String
    public let environment: String
    /// `nil` for what the environment itself needs.
    public let application: String?
    private let key: String

    /// Stands for the deployment in names that take no other characters; case does not count.
    package var digest: String { String(hexSHA256(key).prefix(32)) }

    /// Creates an identity.
    public init(group: String, environment: String, application: String?) {
        self.group = group
        self.environment = environment
        self.application = application
        key = "\(group)\u{0}\(environment)\u{0}\(application.map { "/\($0)" } ?? "")".lowercased()
    }
}

extension DeploymentIdentity: Hashable, Comparable {
    public static func == (left: DeploymentIdentity, right: DeploymentIdentity) -> Bool { left.key == right.key }
    public static func < (left: DeploymentIdentity, right: DeploymentIdentity) -> Bool { left.key < right.key }
    public func hash(into hasher: inout Hasher) { hasher.combine(key) }
}

extension DeploymentIdentity: CustomStringConvertible {
    /// `application 'shop' in environment 'prod'`, or `environment 'prod'`.
    public var description: String {
        guard let application else { return "environment '\(environment)'" }
        return "application '\(application)' in environment '\(environment)'"
    }
}
