/// A locked journal in a file.
actor FileStateSession: StateSession {
    private let identity: DeploymentIdentity
    private let name: String
    private let revisionsName: String
    private let folder: Folder
    private var lock: FileLock?
    private var contents: FileJournal.Contents?
    private var journal: FileJournal?

    init(
        _ identity: DeploymentIdentity,
        _ place: JournalPlace,
        folder: Folder,
        lock: FileLock,
        contents: FileJournal.Contents?
    ) {
        self.identity = identity
        name = place.journal
        revisionsName = place.revisions
        self.folder = folder
        self.lock = lock
        self.contents = contents
    }

    func state() -> DeploymentState { contents?.fold.state ?? DeploymentState(identity: identity) }

    func begin(_ beginning: Beginning) throws {
        try append([.began(beginning)], durably: true)
    }

    func record(_ outcomes: [RecordedOutcome]) throws {
        guard !outcomes.isEmpty else { return }
        try append([.outcomes(outcomes)], durably: false)
    }

    func end(_ ending: Ending, after outcomes: [RecordedOutcome]) throws {
        try append((outcomes.isEmpty ? [] : [.outcomes(outcomes)]) + [.ended(ending)], durably: true)
        try compact()
    }

    func keep(_ record: [UInt8], revision: Int) throws {
        precondition(lock != nil, "a state is written only while its lock is held")
        try FileStateStore.translating { () throws(FileError) in
            let revisions = try folder.createFolder(revisionsName, .personal)
            try revisions.write(record, to: RevisionFile.name(of: revision), .personal, durably: true)
        }
    }

    func hasRevision(_ revision: Int) throws -> Bool {
        try FileStateStore.translating { () throws(FileError) in
            try folder.folder(revisionsName)?.version(of: RevisionFile.name(of: revision)) != nil
        }
    }

    func revisions() throws -> [KeptRevision] {
        try FileStateStore.translating { () throws(FileError) in
            try folder.folder(revisionsName).map(RevisionFile.all) ?? []
        }
    }

    func forgetRevisions(before revision: Int) throws {
        precondition(lock != nil, "a state is written only while its lock is held")
        try FileStateStore.translating { () throws(FileError) in
            guard let revisions = try folder.folder(revisionsName) else { return }
            for number in try revisions.names().compactMap(RevisionFile.number).sorted() where number < revision {
                try revisions.remove(RevisionFile.name(of: number))
            }
        }
    }

    func remove() throws {
        let state = state()
        guard state.isGone else {
            throw StateError.stillThere(identity, count: state.outputs.count + state.uncertain.count)
        }
        try FileStateStore.translating { () throws(FileError) in
            try folder.remove(name)
            if let revisions = try folder.folder(revisionsName) {
                for name in try revisions.names() { try revisions.remove(name) }
                _ = folder.removeEmptyFolder(revisionsName)
            }
            try folder.synchronize()
        }
        contents = nil
        journal = nil
    }

    func close() {
        journal = nil
        lock = nil
    }

    private func append(_ entries: [JournalEntry], durably: Bool) throws {
        precondition(lock != nil, "a state is written only while its lock is held")
        try FileStateStore.translating { () throws(FileError) in
            guard var contents else {
                let header = JournalEntry.header(JournalHeader(identity: identity))
                let created = try FileJournal.create([header] + entries, name, in: folder, identity: identity)
                (journal, contents) = created
                return
            }
            let journal = try openJournal(contents)
            self.contents = nil
            defer { self.contents = contents }
            try journal.append(entries, to: &contents, durably: durably)
        }
    }

    private func openJournal(_ contents: FileJournal.Contents) throws(FileError) -> FileJournal {
        if let journal { return journal }
        let opened = try FileJournal.open(name, in: folder, contents: contents)
        journal = opened
        return opened
    }

    /// Starts a new journal from a snapshot, when the old one has grown to several times what it comes to.
    private func compact() throws {
        guard let old = contents, old.size > Self.longestJournal, old.size > 4 * old.snapshotSize else { return }
        let header = JournalHeader(identity: old.fold.identity, predecessor: old.chain)
        try FileStateStore.translating { () throws(FileError) in
            let entries = [JournalEntry.header(header), .snapshot(old.fold.state, history: old.fold.history.kept)]
            (journal, contents) = try FileJournal.create(entries, name, in: folder, identity: identity)
        }
    }

    /// In bytes; a shorter journal is never compacted.
    private static let longestJournal = 1 << 20
}
