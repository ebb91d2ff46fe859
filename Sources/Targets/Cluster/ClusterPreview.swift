import AppModel
import Documents
public import Engine

/// What the server says would come of a change: it is tried without being done.
public enum ClusterPreview: Sendable, Equatable {
    /// The fields that would be different, a line each, with what they are and will be; none for what is new.
    case differences([String])
    /// Nobody can say before it is done.
    case unknown(String)
    /// The server would not do it.
    case refused(String)
}

extension ClusterTarget {
    /// Tries the changes of a plan that make something: one or two requests for each, none for what stays as it is.
    ///
    /// The server fills in what nobody wrote, so that only real differences are left.
    public func previews(of plan: Plan) async -> [OutputResourceID: ClusterPreview] {
        let made = plan.changes.filter { $0.action != .noOp && $0.wanted?.platform == .kubernetes }
        return await withTaskGroup(of: (OutputResourceID, ClusterPreview).self) { group in
            for change in made {
                guard let wanted = change.wanted else { continue }
                group.addTask { (change.id, await self.preview(of: wanted, isNew: change.action == .create)) }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }

    private func preview(of output: OutputResource, isNew: Bool) async -> ClusterPreview {
        guard output.body.isKnown else { return .unknown("it holds values that are known after apply") }
        do {
            guard let resource = try await discovery.resource(apiVersion: output.apiVersion, kind: output.kind) else {
                return .unknown("the cluster does not serve '\(output.kind)' of '\(output.apiVersion)' yet")
            }
            let application = ClusterClient.Application(isForced: options.forcesConflicts, isDry: true)
            let manifest = marked(output)
            let place = output.namespace
            let after = try await client.apply(manifest, resource, output.name, in: place, application)
            // Only what the server keeps has a version: this one goes, or the namespace that it is in.
            if isNew, after["metadata"]?["resourceVersion"] != nil {
                return .unknown("the one that is there is still being removed")
            }
            guard !isNew, let before = try await client.object(resource, output.name, in: place) else {
                return .differences([])
            }
            return .differences(
                ValueDifference(from: output.content(of: before), to: output.content(of: after)).lines
            )
        } catch let status as APIStatus {
            return .init(status)
        } catch {
            return .unknown((error as? ApplyError)?.description ?? "\(error)")
        }
    }
}

extension ClusterPreview {
    /// Reads a refusal: some only say that the server cannot try what it could do.
    fileprivate init(_ status: APIStatus) {
        switch status.code {
        case 403 where status.message.contains("because it is being terminated"):
            self = .unknown("the namespace that is there is still being removed")
        case 404 where status.kind == "namespaces": self = .unknown("there is no namespace '\(status.name)' yet")
        case 404: self = .unknown("the cluster does not serve the kind yet")
        case 400 where status.message.contains("dry run"), 500...: self = .unknown(status.message.trimmedToLine)
        case _: self = .refused(ApplyError.refused(status, "").cause ?? status.message.trimmedToLine)
        }
    }
}

extension OutputResource {
    /// What an object says, without what the server keeps about it; what a Secret holds stays secret.
    fileprivate func content(of live: Value) -> Value {
        guard var members = clusterValue(live).objectValue else { return live }
        members["status"] = nil
        members["id"] = nil
        if var metadata = members["metadata"]?.objectValue {
            for name in ["managedFields", "resourceVersion", "generation", "creationTimestamp", "uid", "selfLink"] {
                metadata[name] = nil
            }
            members["metadata"] = .object(metadata)
        }
        return Value.object(members).labelled(ApplySet.memberLabel, nil)
    }
}
