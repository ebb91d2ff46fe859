import Foundation
import TestSupport
import Testing

/// `rad bicep build`: a Bicep file in, an ARM template out.
@Suite struct BuildTests {
    private static let source = "param name string = 'shop'\noutput o string = toUpper(name)\n"
    private static let template = """
        {
          "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
          "contentVersion": "1.0.0.0",
          "metadata": {
            "_generator": {
              "name": "rad"
            }
          },
          "parameters": {
            "name": {
              "type": "string",
              "defaultValue": "shop"
            }
          },
          "resources": [],
          "outputs": {
            "o": {
              "type": "string",
              "value": "[toUpper(parameters('name'))]"
            }
          }
        }

        """

    @Test(arguments: [
        ([], "main.json"), (["--outfile", "out/x.json"], "out/x.json"), (["--outdir", "out"], "out/main.json"),
    ])
    func theTemplateIsWrittenToAFile(options: [String], path: String) async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.source, to: "main.bicep")
            let outcome = try rad.run(["bicep", "build", "main.bicep"] + options)
            #expect(outcome.status == 0 && outcome.output == "" && outcome.errors == "")
            #expect(try rad.folder.read(path) == Self.template)
            #expect(try rad.run(["bicep", "build", "main.bicep", "--stdout"]).output == Self.template)
        }
    }

    @Test(.timeLimit(.minutes(10)), arguments: ["build", "format"])
    func aPipeIsWrittenToAndStaysAPipe(command: String) async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.source, to: "main.bicep")
            let expected = try rad.run("bicep", command, "main.bicep", "--stdout").output
            let outcome = try rad.run(
                script: """
                    mkfifo pipe
                    timeout 30 cat pipe > read &
                    rad bicep \(command) main.bicep --outfile pipe && wait && test -p pipe
                    """
            )
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(try rad.folder.read("read") == expected)
        }
    }

    @Test func aLinkIsFollowed() async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.source, to: "main.bicep")
            try rad.folder.write("", to: "real/t.json")
            let link = "\(rad.folder.path)/t.json"
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "real/t.json")
            #expect(try rad.run(["bicep", "build", "main.bicep", "--outfile", "t.json"]).status == 0)
            #expect(try rad.folder.read("real/t.json") == Self.template)
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "real/t.json")
        }
    }

    @Test func errorsLeaveNoFile() async throws {
        try await Program.with { rad in
            try rad.folder.write("output o string = nothing", to: "main.bicep")
            let outcome = try rad.run(["bicep", "build", "main.bicep"])
            #expect(outcome.status == 1 && outcome.errors.contains("BCP057"))
            #expect(throws: (any Error).self) { try rad.folder.read("main.json") }
        }
    }

    @Test(arguments: [
        ("main.bicepparam", "[RAD7080]", "rad bicep build-params main.bicepparam"), ("main.txt", "[RAD7083]", ".bicep"),
    ])
    func otherFilesAreRefused(file: String, code: String, help: String) async throws {
        try await Program.with { rad in
            try rad.folder.write("using none", to: file)
            let outcome = try rad.run(["bicep", "build", file])
            #expect(outcome.status == 1 && outcome.errors.contains(code) && outcome.errors.contains(help))
        }
    }

    @Test(arguments: [
        ("samples/traderx/environments/aci.bicep", "{}"), ("samples/traderx/environments/kubernetes.bicep", "{}"),
    ])
    func aSamplesTemplateComesToTheSame(sample: String, parameters: String) async throws {
        try await Program.with { rad in
            let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..")
            let source = root.standardizedFileURL.appendingPathComponent(sample).path
            try rad.folder.write("{\"parameters\": \(parameters)}", to: "p.json")
            #expect(try rad.run(["bicep", "build", source, "--outfile", "t.json"]).status == 0)
            let snapshots = try [source, "t.json"].map { file in
                let outcome = try rad.run(["bicep", "snapshot", file, "--parameters", "p.json"])
                let value = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? NSDictionary
                let resources = value?["resources"] as? [NSDictionary] ?? []
                return (Set(resources), value?["outputs"] as? NSDictionary)
            }
            #expect(!snapshots[0].0.isEmpty || snapshots[0].1 != nil)
            #expect(snapshots[0] == snapshots[1])
        }
    }
}
