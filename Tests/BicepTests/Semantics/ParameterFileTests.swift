import Diagnostics
import Documents
import TestSupport
import Testing

@testable import Bicep

@Suite struct ParameterFileTests {
    @Test func assignmentsBecomeValues() {
        let file = read(
            """
            using 'main.bicep'
            var prefix = 'shop'
            param name = '${prefix}-web'
            param count = 2
            param url = 'https://${name}'
            param token = readEnvironmentVariable('TOKEN')
            """,
            with: [
                "main.bicep": """
                param name string
                param count int
                param url string
                param token string
                param perhaps string?
                param other string = 'x'
                output all array = [name, count, url, token, perhaps, other]
                """
            ]
        )
        #expect(file.diagnostics == [])
        #expect(file.usedModule == "main.bicep")
        #expect(file.values == ["name": "shop-web", "count": 2, "url": "https://shop-web", "token": "secret"])
    }

    @Test func assignmentsAreCheckedAgainstTheModule() {
        checkParameterFile(
            """
              using 'main.bicep'
            //^^^^^ BCP258 'name' must be given a value
              param count = 'two'
            //              ^^^^^ BCP033 expected a value of type int, found 'two'
              param nam = 'x'
            //      ^^^ BCP259 the module has no parameter 'nam'
              param other = missing
            //              ^^^^^^^ BCP057
              param id = resourceGroup().id
            //           ^^^^^^^^^^^^^ BCP057
            """,
            with: [
                "main.bicep": "param name string\nparam count int\nparam other string = 'x'\nparam id string = 'i'\n"
            ]
        )
    }

    @Test func aFileThatIsExtendedGivesWhatIsNotAssigned() {
        let file = read(
            "using 'main.bicep'\nextends 'base.bicepparam'\nparam a = 1\n",
            with: [
                "main.bicep": "param a int\nparam b int\noutput c int = a + b\n",
                "base.bicepparam": "using none\nparam a = 3\nparam b = 4\n",
            ]
        )
        #expect(file.diagnostics == [])
        #expect(file.values == ["a": 1, "b": 4])
    }

    @Test func whatTheExtendedFileAssignsIsReadAsBase() {
        let file = read(
            "using 'main.bicep'\nextends 'base.bicepparam'\nparam tags = { ...base.tags, b: 2 }\n",
            with: [
                "main.bicep": "param tags object\nparam key string\noutput all array = [tags, key]\n",
                "base.bicepparam": "using none\nparam tags = { a: 1 }\nparam key = externalInput('key')\n",
            ]
        )
        #expect(file.diagnostics == [])
        #expect(file.values["tags"] == ["a": 1, "b": 2])
        #expect(read("using none\nparam a = base.x\n").diagnostics.map(\.code) == ["BCP057"])
    }

    /// The expressions and inputs of a file that extends another one.
    private func inherited(_ text: String, from base: String) -> ParameterFile {
        let file = read(
            "using none\nextends 'base.bicepparam'\n" + text,
            with: ["base.bicepparam": "using none\n" + base]
        )
        #expect(file.diagnostics == [])
        return file
    }

    @Test func theInputsOfTheExtendedFileAreAskedForToo() {
        let inputs = inherited(
            "param region = externalInput('k', 2)\nparam again = externalInput('k', 1)\n",
            from: "param token = externalInput('k', 1)\nparam plain = 'x'\n"
        ).externalInputs
        #expect(
            inputs.expressions == [
                "token": "[externalInputs('k_0')]", "again": "[externalInputs('k_0')]",
                "region": "[externalInputs('k_1')]",
            ]
        )
        #expect(inputs.definitions == ["k_0": ["kind": "k", "config": 1], "k_1": ["kind": "k", "config": 2]])
    }

    @Test func whatIsAssignedAnewNeedsNoInputOfTheExtendedFile() {
        let inputs = inherited(
            "param token = 'x'\nparam other = externalInput('b')\n",
            from: "param token = externalInput('a')\nparam other = externalInput('b', 1)\n"
        ).externalInputs
        #expect(inputs.expressions == ["other": "[externalInputs('b_2')]"])
        #expect(inputs.definitions == ["b_2": ["kind": "b"]])
    }

    @Test func inputsThatAreReadAsBaseStandWhereTheyAreUsed() {
        let file = inherited(
            """
            var name = '${base.token}!'
            param a = name
            param b = base.tags.plain
            param c = base.tags.key
            param d = { ...base, e: base.plain }
            """,
            from: "param token = externalInput('k')\nparam plain = 'x'\n"
                + "param tags = { plain: 1, key: externalInput('k') }\n"
        )
        let tags = "createObject('plain', 1, 'key', externalInputs('k_0'))"
        let expressions = file.externalInputs.expressions
        #expect(file.values["b"] == 1)
        #expect(expressions["a"] == "[format('{0}!', externalInputs('k_0'))]")
        #expect(expressions["b"] == nil)
        #expect(expressions["c"] == "[\(tags).key]")
        #expect(
            expressions["d"] == """
                [shallowMerge(createArray(createObject('token', externalInputs('k_0'), 'plain', 'x', 'tags', \(tags)), \
                createObject('e', 'x')))]
                """
        )
        #expect(file.externalInputs.definitions == ["k_0": ["kind": "k"]])
    }

    @Test func keysStayApartOverSeveralFiles() {
        let file = read(
            "using none\nextends 'b.bicepparam'\nparam c = externalInput('k', 3)\n",
            with: [
                "a.bicepparam": "using none\nparam a = externalInput('k', 1)\nparam b = externalInput('k', 2)\n",
                "b.bicepparam": "using none\nextends 'a.bicepparam'\nparam a = 1\n",
            ]
        )
        #expect(file.diagnostics == [])
        #expect(file.externalInputs.expressions == ["b": "[externalInputs('k_1')]", "c": "[externalInputs('k_2')]"])
        #expect(file.externalInputs.definitions.map(\.key) == ["k_1", "k_2"])
    }

    @Test func aSecretOfTheExtendedFileStandsBesideNoInput() {
        let file = read(
            "using none\nextends 'base.bicepparam'\nparam a = '${base.secret}${base.token}'\n",
            with: [
                "base.bicepparam":
                    "using none\nparam secret = az.getSecret('s', 'g', 'v', 'n')\nparam token = externalInput('k')\n"
            ]
        )
        #expect(file.diagnostics.map(\.code) == ["RAD7082"])
    }

    @Test func filesThatExtendEachOtherAreRefused() {
        let file = read(
            "using none\nextends 'main.bicepparam'\n",
            with: ["main.bicepparam": "using none\nextends 'main.bicepparam'\n"]
        )
        #expect(file.diagnostics.map(\.code) == ["BCP095"])
    }

    @Test func aFileSaysWhatItIsFor() {
        #expect(read("param a = 1\n").diagnostics.map(\.code) == ["BCP261"])
        #expect(read("using 'gone.bicep'\n").diagnostics.map(\.code) == ["BCP091"])
        #expect(
            read("using 'bad.bicep'\n", with: ["bad.bicep": "what\n"]).diagnostics.map(\.code) == ["BCP104", "BCP007"]
        )
        #expect(read("using none\n").usedModule == nil)
    }

    @Test func howAFileIsDeployedIsSaidWhereTheProjectAllowsIt() {
        let with = "using none with { mode: 'stack' }\n"
        let enabled = ["bicepconfig.json": #"{ "experimentalFeaturesEnabled": { "deployCommands": true } }"#]
        #expect(read(with).diagnostics.map(\.code) == ["BCP435"])
        #expect(read(with, with: enabled).diagnostics == [])
        #expect(read("using none\n", with: enabled).diagnostics.map(\.code) == ["BCP443"])
        #expect(read("using none\nparam a = readCliArg('x')\n").diagnostics.map(\.code) == ["BCP057"])
        let old = "\(with)param a = readEnvironmentVariable('TOKEN')\n"
        #expect(read(old, with: enabled).diagnostics.map(\.code) == ["BCP057"])
    }

    private func read(_ text: String, with files: [String: String] = [:]) -> ParameterFile {
        let file = SourceFile(path: "main.bicepparam", text: text)
        return ParameterFile.read(file, files: MemoryFiles(files: files), environment: ["TOKEN": "secret"])
    }

    private func checkParameterFile(
        _ text: String,
        with files: [String: String],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let file = SourceFile(path: "main.bicepparam", text: text)
        let read = ParameterFile.read(file, files: MemoryFiles(files: files), environment: [:])
        expectMarks(in: text, read.diagnostics.filter { $0.span?.file == file }, sourceLocation: sourceLocation)
    }
}
