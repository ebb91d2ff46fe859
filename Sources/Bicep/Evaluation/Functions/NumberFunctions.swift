import Documents

extension FunctionTable {
    /// Functions of numbers.
    static let numbers: [String: FunctionImplementation] = [
        "max": .deep { call throws(EvaluationFault) in .integer(try extreme(call, by: >)) },
        "min": .deep { call throws(EvaluationFault) in .integer(try extreme(call, by: <)) },
    ]

    private static func extreme(
        _ call: FunctionCall,
        by comesFirst: (Int64, Int64) -> Bool
    ) throws(EvaluationFault) -> Int64 {
        var numbers: [Int64] = []
        if call.count == 1, case .array(let elements) = call.arguments[0] {
            for element in elements {
                guard let number = element.integerValue else { throw call.wrong(0, "an array of ints") }
                numbers.append(number)
            }
        } else {
            for position in call.arguments.indices { numbers.append(try call.integer(position)) }
        }
        guard var result = numbers.first else {
            throw call.bad("there are no numbers", help: "give it at least one")
        }
        for number in numbers where comesFirst(number, result) { result = number }
        return result
    }
}
