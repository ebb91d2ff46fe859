import Glibc

/// The entry point that is fuzzed: the one that RAD_FUZZ names.
private let chosen: FuzzTarget = {
    let name = getenv("RAD_FUZZ").map { String(cString: $0) }
    if let target = fuzzTargets.first(where: { $0.name == name }) { return target.run }
    for target in fuzzTargets { print(target.name) }
    exit(name == nil ? 0 : 64)
}()

/// Called by libFuzzer once, before the first input: without RAD_FUZZ, the names of the targets are printed.
@_cdecl("LLVMFuzzerInitialize")
public func prepare(_ argumentCount: UnsafeMutableRawPointer, _ arguments: UnsafeMutableRawPointer) -> CInt {
    _ = chosen
    return 0
}

/// Called by libFuzzer with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func runOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    chosen(FuzzInput(Array(UnsafeBufferPointer(start: bytes, count: count))))
    return 0
}
