import AppModel
import Documents
import Engine
import Testing

@Suite struct FingerprintTests {
    private let key = FingerprintKey(bytes: Array(repeating: 1, count: 32))

    private func fingerprint(_ body: Value, apiVersion: String = "v1", key: FingerprintKey? = nil) -> Fingerprint {
        let output = OutputResource(
            id: EngineWorld.id("web"),
            platform: .kubernetes,
            type: "core/Secret",
            apiVersion: apiVersion,
            name: "web",
            owner: EngineWorld.resourceID("web"),
            body: body
        )
        return Fingerprint(of: output, key: key ?? self.key)
    }

    @Test func theOrderOfMembersDoesNotMatter() {
        #expect(fingerprint(["a": 1, "b": ["c": 2, "d": nil]]) == fingerprint(["b": ["d": nil, "c": 2], "a": 1]))
        #expect(fingerprint([1, 2]) != fingerprint([2, 1]))
    }

    @Test func theFormIsStable() {
        #expect(
            fingerprint(["a": [true, "x\n\"", 1.5]]).text
                == "sha256:\(Fingerprint.text(of: Array(#""v1",{"a":[true,"x\u000a\"",1.5]}"#.utf8)).dropFirst(7))"
        )
    }

    @Test(
        arguments: [
            (1, "1"), (1, 1.5), (nil, "null"), (true, "true"), ([], [:]), (["a"], "a"), ("x", .secret("x")),
        ] as [(Value, Value)]
    )
    func differentValuesDiffer(left: Value, right: Value) {
        #expect(fingerprint(left) != fingerprint(right))
    }

    @Test func theAPIVersionMatters() {
        #expect(fingerprint([:], apiVersion: "v1") != fingerprint([:], apiVersion: "v2"))
    }

    @Test func aSecretCannotBeGuessedWithoutTheKey() {
        let body: Value = ["password": .secret("hunter2")]
        let other = FingerprintKey()
        #expect(fingerprint(body) == fingerprint(body))
        #expect(fingerprint(body) != fingerprint(body, key: other))
        #expect(fingerprint(body).text != fingerprint(["password": .secret("hunter3")]).text)
        #expect(fingerprint(body).firstSecret == ["password"])
    }

    @Test func anUnknownCountsByItsExpression() {
        func unknown(_ expression: String) -> Value {
            .unknown(Unknown(expression: expression, sources: ["db"]) { _ in nil })
        }
        #expect(fingerprint(unknown("db.host")).text == fingerprint(unknown("db.host")).text)
        #expect(fingerprint(unknown("db.host")).text != fingerprint(unknown("db.port")).text)
        #expect(fingerprint([unknown("db.host"), .secret(unknown("db.pw"))]).unknownSources == ["db"])
    }

    @Test func largeBodiesAreHashedPieceByPiece() {
        let body = Value.array((0..<5_000).map { .string("element \($0)") })
        var changed = body.arrayValue ?? []
        changed[4_999] = "other"
        #expect(fingerprint(body) == fingerprint(body))
        #expect(fingerprint(body) != fingerprint(.array(changed)))
    }
}
