// Parses files again and again, and prints the bytes and the seconds of the fastest round.
//
// ParserBenchmark ROUNDS FILE...

import Bicep
import Diagnostics
import Foundation

let arguments = CommandLine.arguments.dropFirst()
guard let rounds = arguments.first.flatMap({ Int($0) }), rounds > 0, arguments.count > 1 else {
    print("usage: ParserBenchmark ROUNDS FILE...")
    exit(2)
}

let files = try arguments.dropFirst().map { path in
    SourceFile(path: path, bytes: [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))))
}
var best = Duration.seconds(3600)
for _ in 0..<rounds {
    let time = ContinuousClock().measure {
        for file in files {
            precondition(SyntaxTree.parse(file).file == file, "a tree knows its file")
        }
    }
    best = min(best, time)
}

print(files.reduce(0) { $0 + $1.bytes.count }, best / .seconds(1))
