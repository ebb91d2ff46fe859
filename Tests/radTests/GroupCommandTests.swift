import Foundation
import TestSupport
import Testing

/// Resource groups: `rad group`.
@Suite struct GroupCommandTests {
    @Test func groupsAreCreatedListedChosenAndDeleted() async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            try expectSnapshot(
                try rad.transcript(
                    "rad group list",
                    "rad group show",
                    "rad group create Team_(a)",
                    "rad group create -g team",
                    "rad group list",
                    "rad group show TEAM",
                    "rad group show taem",
                    "rad group switch team",
                    "rad group switch team",
                    "rad workspace show",
                    "rad env create test",
                    "rad env list",
                    "rad group delete team",
                    "rad group delete Team_(a)",
                    "rad group delete Team_(a) -y",
                    "rad group delete team -y",
                    "rad group delete team -y",
                    "rad group switch team",
                    "rad group list -o json"
                ),
                "group-commands.txt"
            )
        }
    }

    @Test func deletingAGroupRemovesWhatIsInIt() async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            try rad.succeed("env", "create", "test", "--preview")
            try rad.succeed("group", "create", "team")
            try rad.succeed("env", "create", "test", "--preview", "-g", "team")
            try rad.succeed("deploy", "app.bicep", "-e", "test", "-g", "team")
            let outside = try rad.folder.files().filter { $0.hasPrefix(".rad/out") }
            #expect(outside.isEmpty == false)
            #expect(try rad.succeed("app", "list", "-g", "team").contains("shop "))
            try rad.succeed("group", "delete", "team", "-y")
            #expect(try rad.folder.files().contains { $0.hasPrefix(".rad/out/") && $0.contains("shop") } == false)
            #expect(
                try rad.succeed("group", "list")
                    == "GROUP     ID\ndefault   /planes/radius/local/resourceGroups/default\n"
            )
            #expect(try rad.succeed("env", "list").contains("test "))
        }
    }

    @Test(arguments: [
        ("create", "Name the group, as an argument or with -g."),
        ("create a -g b", "Name the group once, as an argument or with -g."),
        ("create a.", "Resource group names cannot end with a period."),
        (
            "create a/b",
            "Resource group name can only contain alphanumerics, underscores, parentheses, hyphens, periods."
        ),
        (
            "create " + String(repeating: "a", count: 91),
            "Resource group name should be between 1 and 90 characters long."
        ),
    ])
    func namesThatAreNoneAreRefused(arguments: String, expected: String) async throws {
        try await Program.with { rad in
            let outcome = try rad.run(["group"] + arguments.split(separator: " ").map(String.init))
            #expect(outcome.status == 64)
            #expect(outcome.errors.contains(expected), "\(outcome.errors)")
            #expect(try rad.folder.files() == [])
        }
    }

    @Test func aGroupThatIsNotThereCannotBeChosen() async throws {
        try await Program.with { rad in
            try rad.refuse(
                "group",
                "switch",
                "team",
                saying: """
                    error: the resource group "team" does not exist [RAD7117]
                    help: run 'rad group create team' and try again
                    """
            )
        }
    }
}
