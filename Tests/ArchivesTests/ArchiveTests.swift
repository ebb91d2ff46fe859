import Archives
import TestSupport
import Testing

/// Archives of real programs, and those of people who mean no good.
@Suite(.timeLimit(.minutes(10)))
struct ArchiveTests {
    private static let recipe = String(repeating: "param context object\n", count: 100)

    // MARK: Honest archives

    @Test(arguments: ["USTAR_FORMAT", "GNU_FORMAT", "PAX_FORMAT"])
    func aTarOfPythonIsRead(format: String) throws {
        let files = try Archive.files(of: RealArchive.tarGzip(format), .tarGzip)
        let long = String(repeating: "long/", count: 30) + "name.txt"
        #expect(files.map(\.path) == ["redis/main.bicep", "shared/ports.bicep", long])
        #expect(files.first?.bytes == Array(Self.recipe.utf8))
        #expect(files.last?.bytes == Array("deep".utf8))
    }

    @Test func aZipOfPythonIsRead() throws {
        let files = try Archive.files(of: RealArchive.zip.get(), .zip)
        #expect(files.map(\.path) == ["redis/main.bicep", "shared/ports.bicep"])
        #expect(files.first?.bytes == Array(Self.recipe.utf8))
    }

    @Test func aTarOfGitIsRead() throws {
        let bytes = try RealArchive.made(
            by: """
                import subprocess
                os.mkdir('r'); open('r/main.bicep', 'w').write('var x = 1')
                git = ['git', '-C', 'r', '-c', 'user.name=a', '-c', 'user.email=a@b.example']
                for command in [['init', '-q'], ['add', '.'], ['commit', '-qm', 'one']]: subprocess.check_call(git + command)
                subprocess.check_call(git + ['archive', '--format=tar.gz', '--prefix=recipes-1/', '-o', path, 'HEAD'])
                """
        )
        #expect(try Archive.files(of: bytes, .tarGzip).map(\.path) == ["recipes-1/main.bicep"])
    }

    @Test func membersOfGzipFollowEachOther() throws {
        let bytes = try RealArchive.made(
            by: """
                data = io.BytesIO()
                with tarfile.open(fileobj=data, mode='w') as t:
                    info = tarfile.TarInfo('a.txt'); info.size = 3; t.addfile(info, io.BytesIO(b'abc'))
                text = data.getvalue()
                open(path, 'wb').write(gzip.compress(text[:700]) + gzip.compress(text[700:]) + bytes(512))
                """
        )
        #expect(try Archive.files(of: bytes, .tarGzip) == [Archive.File(path: "a.txt", bytes: Array("abc".utf8))])
    }

    // MARK: Names

    @Test(arguments: [
        "../evil", "a/../../evil", "/etc/passwd", "a/..", "..", "a\\..\\b", "a\u{1B}[2J", "a\nb",
        String(repeating: "n", count: 256) + "/x",
    ])
    func aNameThatLeavesTheFolderIsRefused(name: String) throws {
        let ofZip = try Self.zip(["x"]).replacing("x", with: name)
        guard case .unsafePath = problem(of: ofZip, .zip) else {
            Issue.record("zip: \(String(describing: problem(of: ofZip, .zip)))")
            return
        }
        guard name.utf8.count < 100 else { return }
        var tar = TarFile()
        tar.add(name, "x")
        guard case .unsafePath(let shown) = problem(of: tar.finished, .tar) else {
            Issue.record("tar: \(String(describing: problem(of: tar.finished, .tar)))")
            return
        }
        #expect(shown.utf8.allSatisfy { $0 >= 0x20 })
    }

    @Test func aLongNameOfGNULeavesTheFolderNoMoreThanOthers() {
        var tar = TarFile()
        tar.add("././@LongLink", "../../evil\0", type: "L")
        tar.add("harmless", "x")
        #expect(problem(of: tar.finished, .tar) == .unsafePath("../../evil"))
    }

    @Test func aNameOfPaxLeavesTheFolderNoMoreThanOthers() {
        var tar = TarFile()
        tar.add("header", "19 path=../../evil\n", type: "x")
        tar.add("harmless", "x")
        #expect(problem(of: tar.finished, .tar) == .unsafePath("../../evil"))
    }

    @Test(arguments: [
        ["a", "a"], ["a", "./a"], ["a/b", "a"], ["a", "a/b"], ["a/", "a"], ["a", "a/"], ["a/b/c", "a/b"],
    ])
    func aNameThatStandsTwiceIsRefused(names: [String]) throws {
        var tar = TarFile()
        for name in names { tar.add(name, type: name.hasSuffix("/") ? "5" : "0") }
        guard case .duplicate = problem(of: tar.finished, .tar),
            case .duplicate = problem(of: try Self.zip(names), .zip)
        else {
            Issue.record("\(names): \(String(describing: problem(of: tar.finished, .tar)))")
            return
        }
    }

    // MARK: What is no file

    @Test(
        arguments: [
            ("1", ArchiveError.link("x")), ("2", .link("x")), ("3", .special("x")), ("4", .special("x")),
            ("6", .special("x")), ("S", .special("x")), ("V", .special("x")),
        ] as [(Character, ArchiveError)]
    )
    func whatIsNoFileIsRefused(type: Character, expected: ArchiveError) {
        var tar = TarFile()
        tar.add("x", type: type, link: "/etc/passwd")
        #expect(problem(of: tar.finished, .tar) == expected)
    }

    @Test func aLinkInAZipIsRefused() throws {
        let bytes = try RealArchive.made(
            by: """
                with zipfile.ZipFile(path, 'w') as z:
                    link = zipfile.ZipInfo('link'); link.create_system = 3; link.external_attr = 0o120777 << 16
                    z.writestr(link, '/etc/passwd')
                """
        )
        #expect(problem(of: bytes, .zip) == .link("link"))
    }

    @Test func anEncryptedFileIsRefused() throws {
        var bytes = try Self.zip(["a"])
        let directory = try #require(bytes.firstRange(of: [0x50, 0x4B, 1, 2])).lowerBound
        bytes[directory + 8] |= 1
        #expect(problem(of: bytes, .zip) == .unsupported("'a' is encrypted"))
    }

    // MARK: Too much

    @Test func abombIsRefused() throws {
        let zip = try RealArchive.made(
            by: """
                with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as z: z.writestr('zeros', bytes(40 << 20))
                """
        )
        #expect(zip.count < 1 << 16)
        #expect(problem(of: zip, .zip) == .tooLarge(limit: 4 << 20))
        let tar = try RealArchive.made(
            by: """
                with tarfile.open(path, 'w:gz') as t:
                    info = tarfile.TarInfo('zeros'); info.size = 40 << 20; t.addfile(info, io.BytesIO(bytes(40 << 20)))
                """
        )
        guard case .tooLarge = problem(of: tar, .tarGzip) else {
            Issue.record("\(String(describing: problem(of: tar, .tarGzip)))")
            return
        }
    }

    /// What an archive says of itself is not believed.
    @Test func aFileThatIsLargerThanItSaysIsRefused() throws {
        var bytes = try RealArchive.made(
            by: """
                with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as z: z.writestr('zeros', bytes(10 << 20))
                """
        )
        let directory = try #require(bytes.firstRange(of: [0x50, 0x4B, 1, 2])).lowerBound
        bytes.replaceSubrange(directory + 24..<directory + 28, with: [10, 0, 0, 0])
        #expect(problem(of: bytes, .zip) == .damaged("a file is of another size than it says"))
    }

    /// Many files that are all the same bytes make a small archive large (overlapping files).
    @Test func filesInTheSamePlaceAreRefused() throws {
        var bytes = try Self.zip(["a", "b"])
        let second = try #require(bytes.lastRange(of: [0x50, 0x4B, 1, 2])).lowerBound
        bytes.replaceSubrange(second + 42..<second + 46, with: [0, 0, 0, 0])
        let found = problem(of: bytes, .zip)
        #expect(found == .damaged("two files are in the same place"))
    }

    @Test func moreFilesThanTheLimitAreRefused() throws {
        var limits = Archive.Limits()
        limits.entries = 3
        #expect(problem(of: try Self.zip(["a", "b", "c"]), .zip, limits: limits) == nil)
        #expect(problem(of: try Self.zip(["a", "b", "c", "d"]), .zip, limits: limits) == .tooManyEntries(limit: 3))
        var tar = TarFile()
        for name in ["a", "b", "c", "d"] { tar.add(name) }
        #expect(problem(of: tar.finished, .tar, limits: limits) == .tooManyEntries(limit: 3))
    }

    @Test func aSizeThatNoFileHasIsRefused() {
        var tar = TarFile()
        tar.add("a", "x", size: 0o77777777777)
        guard case .tooLarge = problem(of: tar.finished, .tar) else {
            Issue.record("not refused")
            return
        }
        var short = TarFile()
        short.add("a", "x", size: 5000)
        #expect(problem(of: short.finished, .tar) == .damaged("it ends in the middle"))
    }

    // MARK: Any bytes

    /// Every beginning of an archive is damaged, and no bytes make the reader stumble.
    @Test(arguments: Archive.Format.allCases)
    func anyBytesGiveFilesOrAnError(format: Archive.Format) throws {
        let whole: [UInt8]
        switch format {
        case .tar:
            var tar = TarFile()
            tar.add("long", "12 path=a/b\n", type: "x")
            tar.add("a", "text")
            tar.add("c/", type: "5")
            whole = tar.finished
        case .tarGzip: whole = try RealArchive.tarGzip("PAX_FORMAT")
        case .zip: whole = try RealArchive.zip.get()
        }
        #expect(problem(of: whole, format) == nil)
        for length in stride(from: 0, to: whole.count - 1024 * (format == .tar ? 1 : 0), by: 7) {
            #expect(problem(of: Array(whole[..<length]), format) != nil, "\(length) of \(whole.count) bytes")
        }
        var generator = SeededGenerator(seed: 11)
        var limits = Archive.Limits()
        limits.size = 1 << 20
        for _ in 0..<2000 {
            let bytes = generator.mutated(whole)
            guard let files = try? Archive.files(of: bytes, format, limits: limits) else { continue }
            for file in files {
                #expect(!file.path.hasPrefix("/") && !file.path.split(separator: "/").contains(".."), "\(file.path)")
            }
            #expect(files.reduce(0) { $0 + $1.bytes.count } <= limits.size)
        }
    }

    /// A zip of Python with a file of one byte for each name.
    private static func zip(_ names: [String]) throws -> [UInt8] {
        let list = names.map { "'\($0)'" }.joined(separator: ", ")
        return try RealArchive.made(
            by: """
                import warnings
                warnings.simplefilter('ignore')
                with zipfile.ZipFile(path, 'w') as z:
                    for name in [\(list)]: z.writestr(name, '' if name.endswith('/') else '1')
                """
        )
    }
}

extension [UInt8] {
    /// A zip with one file of a name of one letter, under another name.
    fileprivate func replacing(_ letter: String, with name: String) -> [UInt8] {
        var bytes = self
        let (old, new) = (Array(letter.utf8), Array(name.utf8))
        guard let directory = bytes.firstRange(of: [0x50, 0x4B, 1, 2])?.lowerBound else { return self }
        bytes.replaceSubrange(directory + 46..<directory + 46 + old.count, with: new)
        bytes.setSize(new.count, at: directory + 28)
        bytes.replaceSubrange(30..<30 + old.count, with: new)
        bytes.setSize(new.count, at: 26)
        let more = new.count - old.count
        let end = bytes.count - 22
        bytes.setSize(46 + new.count, at: end + 12)
        bytes.setSize(directory + more, at: end + 16)
        return bytes
    }

    private mutating func setSize(_ size: Int, at place: Int) {
        self[place] = UInt8(size & 0xFF)
        self[place + 1] = UInt8(size >> 8)
    }

    fileprivate func lastRange(of other: [UInt8]) -> Range<Int>? {
        indices.reversed().first { self[$0...].starts(with: other) }.map { $0..<$0 + other.count }
    }
}
