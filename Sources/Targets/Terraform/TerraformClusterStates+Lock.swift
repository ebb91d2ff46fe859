import Documents
import Engine

extension TerraformClusterStates {
    private func leasePath(of name: String) -> String {
        "/apis/coordination.k8s.io/v1/namespaces/\(namespace)/leases/\(Self.leaseName(ofState: name))"
    }

    private static let lockNote = "app.terraform.io/lock-info"

    /// The lock of a state, as Terraform's backend keeps it; `nil` if nobody holds it.
    ///
    /// - Parameters:
    ///   - state: The name of the state.
    ///   - name: The name of the resource.
    /// - Returns: The lock.
    /// - Throws: `ApplyError` if the server refuses or does not answer.
    func lock(of state: String, for name: String) async throws -> TerraformLock? {
        guard let lease = try await lease(of: state), let holder = lease["spec"]?["holderIdentity"]?.stringValue,
            !holder.isEmpty
        else { return nil }
        let note = lease["metadata"]?["annotations"]?[Self.lockNote]?.stringValue ?? ""
        return TerraformLock(Array(note.utf8), ofState: state, for: name, at: path(of: state), id: holder)
    }

    /// Takes a lock away from whoever holds it, as `terraform force-unlock` does.
    ///
    /// - Returns: Whether it was that one that was taken away: `false` if somebody else has taken it meanwhile.
    /// - Throws: `ApplyError` if the server refuses or does not answer.
    func breakLock(_ lock: TerraformLock) async throws -> Bool {
        guard var lease = try await lease(of: lock.state)?.objectValue,
            lease["spec"]?["holderIdentity"]?.stringValue == lock.id
        else { return false }
        var spec = lease["spec"]?.objectValue ?? [:]
        spec["holderIdentity"] = nil
        lease["spec"] = .object(spec)
        var metadata = lease["metadata"]?.objectValue ?? [:]
        var notes = metadata["annotations"]?.objectValue ?? [:]
        notes[Self.lockNote] = nil
        metadata["annotations"] = .object(notes)
        lease["metadata"] = .object(metadata)
        var request = ClusterClient.Request("PUT", leasePath(of: lock.state))
        request.body = Array(Value.object(lease).json(.compact, disclosing: .revealed).utf8)
        do {
            _ = try await client.send(request)
            return true
        } catch let status as APIStatus where status.code == 409 || status.isNotFound {
            return false
        } catch let status as APIStatus {
            throw ApplyError.refused(status, "lift the lock of \(lock.place)")
        }
    }

    private func lease(of state: String) async throws -> Value? {
        do {
            return try await client.send(ClusterClient.Request(leasePath(of: state)))
        } catch let status as APIStatus where status.isNotFound {
            return nil
        } catch let status as APIStatus {
            throw ApplyError.refused(status, "read the lock of \(path(of: state))")
        }
    }
}
