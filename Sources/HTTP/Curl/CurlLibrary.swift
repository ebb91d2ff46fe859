import CLibCurl
import Glibc

/// The functions of libcurl, found when the first request is sent.
///
/// Sendable because it never changes and each of the functions may be called from any thread.
struct CurlLibrary: @unchecked Sendable {
    let createHandle: @convention(c) () -> UnsafeMutableRawPointer?
    let resetHandle: @convention(c) (UnsafeMutableRawPointer) -> Void
    let destroyHandle: @convention(c) (UnsafeMutableRawPointer) -> Void
    let perform: @convention(c) (UnsafeMutableRawPointer) -> CURLcode
    let send: @convention(c) (UnsafeMutableRawPointer, UnsafeRawPointer?, Int, UnsafeMutablePointer<Int>) -> CURLcode
    let receive:
        @convention(c) (UnsafeMutableRawPointer, UnsafeMutableRawPointer?, Int, UnsafeMutablePointer<Int>) -> CURLcode
    let describe: @convention(c) (CURLcode) -> UnsafePointer<CChar>?
    let appendToList:
        @convention(c) (UnsafeMutablePointer<curl_slist>?, UnsafePointer<CChar>)
            -> UnsafeMutablePointer<curl_slist>?
    let freeList: @convention(c) (UnsafeMutablePointer<curl_slist>?) -> Void
    let multi: CurlMultiFunctions
    /// `curl_easy_setopt` and `curl_easy_getinfo`, which are variadic: only the shim calls them.
    let setOption: UnsafeMutableRawPointer
    let getInfo: UnsafeMutableRawPointer

    /// The library, opened once for the process; it must be 7.68 or newer.
    static func opened() throws(HTTPError) -> CurlLibrary { try result.get() }

    private static let name = "libcurl.so.4"
    private static let result = open()

    private static func open() -> Result<CurlLibrary, HTTPError> {
        guard let library = dlopen(name, RTLD_NOW) else {
            return .failure(.noCurl(cause: dlerror().map { String(cString: $0) }))
        }
        let symbols = Symbols(library: library)
        do throws(HTTPError) {
            let initialize: @convention(c) (Int) -> CURLcode = try symbols["curl_global_init"]
            guard initialize(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK else {
                return .failure(.noCurl(cause: "curl_global_init failed"))
            }
            endWithoutCleaningUp()
            return .success(
                CurlLibrary(
                    createHandle: try symbols["curl_easy_init"],
                    resetHandle: try symbols["curl_easy_reset"],
                    destroyHandle: try symbols["curl_easy_cleanup"],
                    perform: try symbols["curl_easy_perform"],
                    send: try symbols["curl_easy_send"],
                    receive: try symbols["curl_easy_recv"],
                    describe: try symbols["curl_easy_strerror"],
                    appendToList: try symbols["curl_slist_append"],
                    freeList: try symbols["curl_slist_free_all"],
                    multi: CurlMultiFunctions(
                        create: try symbols["curl_multi_init"],
                        destroy: try symbols["curl_multi_cleanup"],
                        add: try symbols["curl_multi_add_handle"],
                        remove: try symbols["curl_multi_remove_handle"],
                        perform: try symbols["curl_multi_perform"],
                        poll: try symbols["curl_multi_poll"],
                        wake: try symbols["curl_multi_wakeup"],
                        nextMessage: try symbols["curl_multi_info_read"],
                        setOption: try symbols["curl_multi_setopt"]
                    ),
                    setOption: try symbols["curl_easy_setopt"],
                    getInfo: try symbols["curl_easy_getinfo"]
                )
            )
        } catch {
            return .failure(error)
        }
    }

    /// Lets the process end before the libraries behind libcurl clean up: threads of requests may still be using them.
    ///
    /// What is registered last runs first, and libcurl has registered what it needs by now.
    private static func endWithoutCleaningUp() {
        on_exit(
            { status, _ in
                fflush(nil)
                _exit(status)
            },
            nil
        )
    }

    private struct Symbols {
        let library: UnsafeMutableRawPointer

        /// The address of a function as the type that its header gives it.
        subscript<Function>(name: String) -> Function {
            get throws(HTTPError) {
                guard let symbol = dlsym(library, name) else {
                    throw .noCurl(cause: "\(CurlLibrary.name) has no '\(name)'")
                }
                return unsafeBitCast(symbol, to: Function.self)
            }
        }
    }
}

/// The functions of libcurl that drive several requests from one thread.
struct CurlMultiFunctions: @unchecked Sendable {
    let create: @convention(c) () -> UnsafeMutableRawPointer?
    let destroy: @convention(c) (UnsafeMutableRawPointer) -> CURLMcode
    let add: @convention(c) (UnsafeMutableRawPointer, UnsafeMutableRawPointer) -> CURLMcode
    let remove: @convention(c) (UnsafeMutableRawPointer, UnsafeMutableRawPointer) -> CURLMcode
    let perform: @convention(c) (UnsafeMutableRawPointer, UnsafeMutablePointer<CInt>) -> CURLMcode
    let poll:
        @convention(c) (
            UnsafeMutableRawPointer, UnsafeMutableRawPointer?, CUnsignedInt, CInt, UnsafeMutablePointer<CInt>?
        ) -> CURLMcode
    let wake: @convention(c) (UnsafeMutableRawPointer) -> CURLMcode
    let nextMessage:
        @convention(c) (UnsafeMutableRawPointer, UnsafeMutablePointer<CInt>) -> UnsafeMutablePointer<CURLMsg>?
    /// `curl_multi_setopt`, which is variadic: only the shim calls it.
    let setOption: UnsafeMutableRawPointer
}

extension HTTPError {
    fileprivate static func noCurl(cause: String?) -> HTTPError {
        HTTPError(
            .unavailable,
            "cannot open libcurl, which sends requests; install the package 'libcurl4'",
            cause: cause
        )
    }
}
