import Documents
import TestSupport
import Testing

@testable import Recipes

@Suite(.timeLimit(.minutes(10))) struct TerraformModuleTests {
    private func module(_ text: String) throws -> TerraformModule {
        var module = TerraformModule()
        module.add(try HCLBody.read(Array(text.utf8)))
        return module
    }

    @Test func declarationsAreRead() throws {
        let module = try module(
            """
            # a comment, with "quotes and {
            terraform {
              required_version = ">= 1.0"
              required_providers {
                azurerm = {
                  source                = "hashicorp/azurerm"
                  version               = "~> 4.0"
                  configuration_aliases = [azurerm.main, azurerm.other]
                }
                null = "2.1.2"
              }
            }
            variable "context" { type = any } // one line
            variable "size" {
              type    = object({ a = number, b = optional(string) })
              default = { a = 1 }
            }
            /* variable "no" {} */
            variable secret {
              sensitive = true
              description = <<-EOT
                } not the end ${"{"}
                EOT
            }
            module "names" { source = "../names" }
            locals {
              text  = "a ${var.size["}"]} b"
              file  = file("${path.module}/templates/init.sh")
              other = templatefile("${path.module}/x/${var.size}.tpl", {})
            }
            output "host" { value = "x" }
            output "key" {
              value     = local.text
              sensitive = true
            }

            """
        )
        #expect(
            module.variables == [
                .init(name: "context", isRequired: true, isSensitive: false, type: "any"),
                .init(
                    name: "size",
                    isRequired: false,
                    isSensitive: false,
                    type: "object({a=number,b=optional(string)})",
                    defaultText: "{a=1}"
                ),
                .init(name: "secret", isRequired: true, isSensitive: true),
            ]
        )
        #expect(module.outputs.map(\.name) == ["host", "key"])
        #expect(module.outputs.map(\.isSensitive) == [false, true])
        #expect(module.providers.map(\.name) == ["azurerm", "null"])
        #expect(module.providers[0].provider.aliases == ["azurerm.main", "azurerm.other"])
        #expect(module.providers[0].provider.source == "hashicorp/azurerm")
        #expect(module.providers[1].provider.version == "2.1.2")
        #expect(module.calls == ["../names"])
    }

    /// The layout and comments say nothing of what a module makes; everything else does.
    @Test func resourcesAreToldApartByWhatIsWritten() throws {
        func managed(_ text: String) throws -> [TerraformModule.Managed] { try module(text).managed }
        let one = try managed(
            """
            resource "null_resource" "a" {
              triggers = { name = "x", size = 1.5 }
              lifecycle { ignore_changes = [triggers] }
            }

            """
        )
        #expect(one.map(\.address) == ["null_resource.a"])
        let other = try managed(
            """
            resource "null_resource" "a" { // a comment
              triggers = {
                name = "x"
                size = 1.5
              }
              lifecycle {
                ignore_changes = [ triggers ]
              }
            }

            """
        )
        #expect(other == one)
        for change in ["size = 1.5": "size = 1.6", "\"x\"": "\"${var.x}\"", "[triggers]": "[]"] {
            let text = """
                resource "null_resource" "a" {
                  triggers = { name = "x", size = 1.5 }
                  lifecycle { ignore_changes = [triggers] }
                }

                """
            #expect(try managed(text.replacing(change.key, with: change.value)) != one)
        }
        var json = TerraformModule()
        json.add(json: ["resource": ["null_resource": ["a": ["triggers": ["size": 1]]]]])
        #expect(json.managed.map(\.address) == ["null_resource.a"])
    }

    @Test func theNamesInAResultAreRead() throws {
        let module = try module(
            """
            output "result" {
              value = sensitive({
                values = {
                  host = "h", port = 1
                  "tls" : true
                  deep = { a = [1, { b = 2 }] }
                }
                secrets = merge({ password = "x" }, local.more)
                resources = [a.id, "${b}"]
              })
            }
            output "other" { value = { for k, v in x : k => v } }

            """
        )
        let result = try #require(module.output(named: "result")?.members)
        #expect(result.map(\.name) == ["values", "secrets", "resources"])
        #expect(result[0].members?.map(\.name) == ["host", "port", "tls", "deep"])
        #expect(result[1].members == nil)
        #expect(module.output(named: "other")?.members == nil)
    }

    @Test func theSyntaxOfJSONSaysTheSame() throws {
        var module = TerraformModule()
        module.add(
            json: [
                "variable": ["size": ["default": 1], "zone": [:]],
                "output": [["result": ["value": ["values": ["host": "${x}"]], "sensitive": true]]],
                "module": ["m": ["source": "./m"]],
                "terraform": ["required_providers": ["null": ["source": "hashicorp/null", "version": "1"]]],
            ]
        )
        #expect(module.variables.map(\.isRequired) == [false, true])
        #expect(module.output(named: "result")?.members?.first?.members?.map(\.name) == ["host"])
        #expect(module.calls == ["./m"])
        #expect(module.providers.first?.provider.version == "1")
    }

    @Test(arguments: [
        ("a = \"x", "the string has no end"), ("a = \"${x", "the interpolation has no end"),
        ("/* x", "the comment has no end"), ("a = <<E\nx\n", "the heredoc has no end"),
        ("b \"c\" {\n", "a block has no end"), ("= 3", "expected the name of an attribute or a block"),
        ("a b", "expected '=' or '{' after 'a'"), ("a =\n", "expected a value after '='"),
        ("a = (1\n", "a bracket has no end"),
    ])
    func whatIsNoHCLIsSaid(text: String, message: String) {
        #expect { try HCLBody.read(Array(text.utf8)) } throws: { ($0 as? HCLError)?.message == message }
    }

    @Test func deepNestingIsRefused() {
        let text = String(repeating: "a {\n", count: 10_000)
        #expect { try HCLBody.read(Array(text.utf8)) } throws: { error in
            (error as? HCLError)?.message == "blocks are nested too deep"
        }
    }

    /// Any bytes give a module or an error.
    @Test func noBytesAreAProblem() throws {
        let text = """
            variable "a" { default = { x = "${"${1}"}" } }
            output "result" { value = sensitive({ values = { a = 1 }, secrets = {} }) }
            x = <<-E
             y ${"z"}
             E

            """
        var random = SeededGenerator(seed: 7)
        for _ in 0..<4_000 {
            var bytes = Array(text.utf8)
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes.remove(at: place)
                case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
                default: bytes.insert(contentsOf: bytes[place..<min(place + 5, bytes.count)], at: place)
                }
            }
            guard let body = try? HCLBody.read(bytes) else { continue }
            var module = TerraformModule()
            module.add(body)
        }
    }
}
