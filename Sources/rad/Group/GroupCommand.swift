import ArgumentParser
import Diagnostics

/// Groups the commands about resource groups.
struct GroupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "group",
        abstract: "Create, list, show, choose and delete resource groups.",
        subcommands: [
            GroupCreate.self, GroupList.self, GroupShow.self, GroupSwitch.self, GroupDelete.self,
        ]
    )
}

/// A resource group as a user names it, and as Radius prints it.
enum GroupName {
    /// The name that was given, as an argument or with `-g`.
    ///
    /// - Throws: `ValidationError` if none or two were given, or it is no name of a group.
    static func checked(_ argument: String?, or option: String?) throws -> String {
        guard argument == nil || option == nil else {
            throw ValidationError("Name the group once, as an argument or with -g.")
        }
        guard let name = argument ?? option else { throw ValidationError("Name the group, as an argument or with -g.") }
        guard 1...90 ~= name.count else {
            throw ValidationError("Resource group name should be between 1 and 90 characters long.")
        }
        guard !name.hasSuffix(".") else { throw ValidationError("Resource group names cannot end with a period.") }
        guard name.utf8.allSatisfy(isAllowed) else {
            throw ValidationError(
                "Resource group name can only contain alphanumerics, underscores, parentheses, hyphens, periods."
            )
        }
        return name
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case _: "_()-.".utf8.contains(byte)
        }
    }

    /// The id of a group.
    static func id(_ name: String) -> String { "/planes/radius/local/resourceGroups/\(name)" }

    /// Groups as rows, the way `list` and `show` print them.
    static func table(_ names: [String]) -> Table {
        var table = Table("GROUP", "ID")
        for name in names { table.append(name, id(name)) }
        return table
    }
}
