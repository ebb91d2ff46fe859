import Diagnostics
import Testing

@Suite struct FilePathTests {
    @Test(arguments: [
        ("/a/b/c", "/a/x/y", "../../b/c"), ("/a/b", "/a", "./b"), ("/a", "/a/b", ".."), ("/", "/a", ".."),
        ("/a/./b/../c", "/a", "./c"), ("a", "a", "."),
    ])
    func aPathIsWrittenAsSeenFromAFolder(path: String, folder: String, expected: String) {
        #expect(FilePath.relative(path, to: folder) == expected)
    }

    @Test(arguments: [("a/./b/../c", "a/c"), ("/../a", "/../a"), ("../a/..", ".."), (".", "")])
    func aPathHasNoPartsThatCanBeTakenBack(path: String, expected: String) {
        #expect(FilePath.normalized(path) == expected)
    }
}
