import Documents

/// Which kinds a server serves, and where.
///
/// Current servers tell all in two answers; older ones are asked for the versions that are needed, one by one. What
/// was found is kept in a file for some minutes, and is asked for again when a kind is not among it.
actor Discovery {
    private let client: ClusterClient
    private let cache: DiscoveryCache?
    private var resources: [Key: APIResource] = [:]
    /// The versions of groups that the server was asked for.
    private var versions: Set<String> = []
    private var mode: Mode?
    /// Whether anything of it comes from a file, and may be out of date.
    private var isCached = false
    /// Those who ask while somebody is asking already wait for the answer.
    private var inquiries: [String: Task<Void, any Error>] = [:]

    private struct Key: Hashable {
        let apiVersion: String
        let kind: String
    }

    /// How a server tells what it serves.
    private enum Mode: Equatable {
        case aggregated
        case byVersion
    }

    init(_ client: ClusterClient, cache: DiscoveryCache?) {
        self.client = client
        self.cache = cache
    }

    /// Where objects of a kind are; `nil` if the server does not serve it.
    ///
    /// - Throws: `ApplyError` if the server does not answer.
    func resource(apiVersion: String, kind: String) async throws -> APIResource? {
        let key = Key(apiVersion: apiVersion, kind: kind)
        if resources.isEmpty, versions.isEmpty, let known = cache?.read() {
            add(known)
            isCached = true
        }
        if let known = resources[key] { return known }
        if isCached, mode == nil, versions.isEmpty { isCached = false }
        guard !versions.contains(apiVersion), mode != .aggregated else { return nil }
        try await ask(for: apiVersion)
        return resources[key]
    }

    /// Forgets what is known, because a kind may have come since.
    func forget() {
        resources = [:]
        versions = []
        mode = mode == .aggregated ? nil : mode
        isCached = false
        cache?.remove()
    }

    private func ask(for apiVersion: String) async throws {
        let subject = mode == .byVersion ? apiVersion : ""
        let task: Task<Void, any Error>
        if let inquiry = inquiries[subject] {
            task = inquiry
        } else {
            task = Task { try await self.inquire(subject) }
            inquiries[subject] = task
        }
        let result = await task.result
        inquiries[subject] = nil
        try result.get()
        if mode == .byVersion, !versions.contains(apiVersion) { try await ask(for: apiVersion) }
    }

    /// Asks for everything, or for one version of a group.
    private func inquire(_ apiVersion: String) async throws {
        if apiVersion.isEmpty {
            guard let groups = try await aggregated("/apis"), let core = try await aggregated("/api") else {
                mode = .byVersion
                return
            }
            mode = .aggregated
            add(groups + core)
        } else {
            let path = apiVersion.contains("/") ? "/apis/\(apiVersion)" : "/api/\(apiVersion)"
            versions.insert(apiVersion)
            do {
                add(Self.resources(ofList: try await client.send(ClusterClient.Request(path)), apiVersion))
            } catch let status as APIStatus where status.isNotFound {
                return
            }
        }
        cache?.write(Array(resources.values))
    }

    private func add(_ found: [APIResource]) {
        for resource in found {
            resources[Key(apiVersion: resource.apiVersion, kind: resource.kind)] = resource
        }
    }

    /// All that a server says in one answer; `nil` if it does not know this way of asking.
    private func aggregated(_ path: String) async throws -> [APIResource]? {
        var request = ClusterClient.Request(path)
        request.accept =
            "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
            + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json"
        do {
            let answer = try await client.send(request)
            return answer["kind"]?.stringValue == "APIGroupDiscoveryList" ? Self.resources(ofGroups: answer) : nil
        } catch let status as APIStatus where status.isNotFound || status.code == 406 {
            return nil
        }
    }
}

extension Discovery {
    /// The kinds in an `APIGroupDiscoveryList`; versions of which the server has no news are as it knew them last.
    static func resources(ofGroups list: Value) -> [APIResource] {
        (list["items"]?.arrayValue ?? []).flatMap { group -> [APIResource] in
            let name = group["metadata"]?["name"]?.stringValue ?? ""
            return (group["versions"]?.arrayValue ?? []).flatMap { version -> [APIResource] in
                guard let text = version["version"]?.stringValue else { return [] }
                let apiVersion = name.isEmpty ? text : "\(name)/\(text)"
                return (version["resources"]?.arrayValue ?? []).compactMap { entry -> APIResource? in
                    guard let plural = entry["resource"]?.stringValue,
                        let kind = entry["responseKind"]?["kind"]?.stringValue
                    else { return nil }
                    return APIResource(
                        apiVersion: apiVersion,
                        kind: kind,
                        plural: plural,
                        isNamespaced: entry["scope"]?.stringValue == "Namespaced"
                    )
                }
            }
        }
    }

    /// The kinds in an `APIResourceList`, without subresources such as `deployments/scale`.
    static func resources(ofList list: Value, _ apiVersion: String) -> [APIResource] {
        (list["resources"]?.arrayValue ?? []).compactMap { entry in
            guard let plural = entry["name"]?.stringValue, !plural.contains("/"),
                let kind = entry["kind"]?.stringValue
            else { return nil }
            return APIResource(
                apiVersion: apiVersion,
                kind: kind,
                plural: plural,
                isNamespaced: entry["namespaced"]?.boolValue ?? false
            )
        }
    }
}
