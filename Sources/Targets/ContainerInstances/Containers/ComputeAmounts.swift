import AppModel
import Documents

/// Processor and memory as ACI counts them: cores, and gigabytes of 1,024 MiB in steps of 0.1.
struct ComputeAmounts: Equatable {
    /// What a container gets that asks for nothing.
    static let standard = ComputeAmounts(cpu: 1, memoryInGB: 1.5)
    /// The most that a container group may have.
    static let largestGroup = ComputeAmounts(cpu: 31, memoryInGB: 240)

    var cpu: Double
    var memoryInGB: Double

    var value: Value { ["cpu": .number(cpu), "memoryInGB": .number(memoryInGB)] }

    /// Gigabytes, rounded up so that a container never gets less than it asks for.
    static func gigabytes(fromMib mib: Int) -> Double { Double(max((mib * 10 + 1023) / 1024, 1)) / 10 }

    /// Cores from a Kubernetes quantity, rounded up to hundredths; `nil` if it is none.
    static func cores(from quantity: String) -> Double? {
        let isMilli = quantity.hasSuffix("m")
        let digits = isMilli ? quantity.dropLast() : quantity[...]
        guard digits.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || $0 == UInt8(ascii: ".") }),
            let number = Double(digits), number > 0, number <= 1_000_000
        else { return nil }
        let thousandths = (isMilli ? number : number * 1000).rounded(.up)
        return (thousandths / 10).rounded(.up) / 100
    }
}
