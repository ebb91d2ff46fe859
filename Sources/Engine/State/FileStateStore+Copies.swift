import Documents

// What is copied as it is: journals, and what is kept of deployments to be made again.
extension FileStateStore {
    public func journal(of identity: DeploymentIdentity) async throws -> [UInt8]? {
        let place = JournalPlace(identity)
        guard let folder = try Self.translating({ () throws(FileError) in try self.folder(place.folders) }),
            let bytes = try Self.translating({ () throws(FileError) in try folder.read(place.journal) })
        else { return nil }
        let size = try FileJournal.contents(of: bytes, path: "\(folder.path)/\(place.journal)").size
        return Array(bytes.prefix(size))
    }

    public func revisions(of identity: DeploymentIdentity) async throws -> [KeptRevision] {
        let place = JournalPlace(identity)
        return try Self.translating { () throws(FileError) in
            try self.folder(place.folders + [place.revisions]).map(RevisionFile.all) ?? []
        }
    }

    public func restore(
        _ journal: [UInt8],
        _ revisions: [KeptRevision],
        of identity: DeploymentIdentity,
        for holder: LockHolder
    ) async throws {
        let size = try FileJournal.contents(of: journal, path: "the journal of \(identity)").size
        let place = JournalPlace(identity)
        let session = try await open(identity, for: holder)
        do {
            guard try await self.journal(of: identity) == nil else { throw StateError.presentAlready(identity) }
            for kept in revisions { try await session.keep(kept.bytes, revision: kept.number) }
            try Self.translating { () throws(FileError) in
                try folder(place.folders)?
                    .write(Array(journal.prefix(size)), to: place.journal, .personal, durably: true)
            }
        } catch {
            await session.close()
            throw error
        }
        await session.close()
    }
}

/// The names of files that hold what a deployment came to.
enum RevisionFile {
    static func name(of number: Int) -> String { "\(number).json" }

    static func number(ofName name: String) -> Int? {
        name.hasSuffix(".json") ? Int(name.dropLast(".json".count)) : nil
    }

    /// What a folder keeps, the oldest first.
    static func all(in folder: Folder) throws(FileError) -> [KeptRevision] {
        var kept: [KeptRevision] = []
        for name in try folder.names() {
            guard let number = number(ofName: name), let bytes = try folder.read(name) else { continue }
            kept.append(KeptRevision(number: number, bytes: bytes))
        }
        return kept.sorted { $0.number < $1.number }
    }
}
