import CLibCurl

/// What wakes a thread that waits in libcurl.
///
/// Sendable because the pointer is only given to the one function that may be called from any thread.
struct CurlAlarm: @unchecked Sendable {
    let wake: @convention(c) (UnsafeMutableRawPointer) -> CURLMcode
    let multi: UnsafeMutableRawPointer

    func ring() { _ = wake(multi) }
}
