import Documents

/// What a graph shows of something that no file declares: a resource of a cloud, or a host elsewhere.
struct ForeignID {
    /// As a node's type: `Microsoft.Storage/storageAccounts`, `AWS.S3/Bucket`, `apps/Deployment`, `External/url`.
    let type: ResourceType
    let name: String
    /// The id, or the URL without its path.
    let text: String

    /// Reads an id of Azure, AWS or Kubernetes: whatever stands behind its last `/providers/`, or the group without one.
    init?(id text: String) {
        guard text.hasPrefix("/") else { return nil }
        let parts = text.split(separator: "/").map(String.init)
        let lowercased = parts.map { $0.lowercased() }
        if let place = lowercased.lastIndex(of: "providers"), place + 3 < parts.count {
            // Types of parts of something have a name after each: `…/vaults/v/secrets/s` is `vaults/secrets`.
            let rest = parts[(place + 2)...]
            let types = rest.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
            type = ResourceType(namespace: parts[place + 1], name: types.joined(separator: "/"))
        } else if lowercased.lastIndex(of: "resourcegroups") == parts.count - 2 {
            type = ResourceType(namespace: "Microsoft.Resources", name: "resourceGroups")
        } else if lowercased.first == "subscriptions", parts.count == 2 {
            type = ResourceType(namespace: "Microsoft.Resources", name: "subscriptions")
        } else {
            return nil
        }
        name = parts[parts.count - 1]
        self.text = text
    }

    /// Reads what a connection leads to: an id of a cloud, or a URL.
    init?(source text: String) {
        if ["/subscriptions/", "/planes/azure/", "/planes/aws/"].contains(where: { text.lowercased().hasPrefix($0) }) {
            self.init(id: text)
        } else {
            guard let url = ServiceURL(text) else { return nil }
            self.init(url)
        }
    }

    private init(_ url: ServiceURL) {
        type = ResourceType(namespace: "External", name: "url")
        // Only an IPv6 address has a colon, and stands in brackets in URLs.
        let host = url.host.contains(":") ? "[\(url.host)]" : url.host
        name = url.port.map { "\(host):\($0)" } ?? host
        text = "\(url.scheme)://\(name)"
    }

    /// The id of the node that stands for it.
    var id: ResourceID { ResourceID(foreign: text, type: type, name: name) }
}
