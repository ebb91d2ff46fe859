import Testing

@testable import Bicep

/// The tables of what is known of functions agree: names and counts, types, implementations.
@Suite struct FunctionTableTests {
    @Test func everyFunctionIsImplemented() {
        let missing = zip(BuiltinFunctions.all, FunctionTable.implementations).filter { $1 == nil }.map(\.0.name)
        #expect(missing == [])
    }

    @Test(arguments: BuiltinFunctions.all)
    func typesAndCountsOfArgumentsAgree(signature: BuiltinFunctions.Signature) throws {
        // The types of these two are found by rules of their own.
        guard signature.name != "nameof", signature.name != "list*" else { return }
        let overloads = try #require(FunctionOverload.all(of: BuiltinFunction(name: signature.name)))
        let fewest = overloads.map { $0.parameters.count - $0.optional }.min()
        let most = overloads.contains { $0.rest != nil } ? nil : overloads.map(\.parameters.count).max()
        #expect(fewest == signature.minimumCount)
        #expect(most == signature.maximumCount)
        for position in 0..<(most ?? 0) {
            let takesLambda = overloads.contains { overload in
                if case .lambda? = overload.parameter(position) { true } else { false }
            }
            #expect(takesLambda == signature.lambdas.contains(position), "argument \(position + 1)")
        }
    }
}
