import CLibMalloc
import Glibc
import HTTP
import Synchronization

/// How the program's memory grows.
enum Memory {
    /// What the heap grows by at once, in bytes: addresses, which cost nothing until something is written there.
    private static let step = 256 << 20
    /// The size of a huge page, in bytes.
    private static let hugePage = 2 << 20
    /// The smallest block that is kept apart from the heap, in bytes: the most that the C library allows.
    ///
    /// What a smaller one leaves behind is used again, where to fetch memory anew costs as much as to fill it.
    private static let largeBlock = 32 << 20
    /// The thread that fetches memory; without one, memory comes when it is used, as ever.
    private static let fetcher = MemoryFetcher()

    /// Lets the heap grow in large steps, in huge pages where the system has them, and helping threads have their own.
    ///
    /// rad keeps most of what it makes until it ends. To fetch memory by single pages, and to find it through their
    /// tables, takes a sixth of the time of large applications; to wait for each other's heap takes a tenth.
    ///
    /// The C library gives each new thread a heap of its own as long as there may be more, and then those that there are
    /// in turn. The fetcher takes the second one, the thread that carries out the command shares the first one with the
    /// thread that is here, and the next one, which helps, has the second one for itself. Where a library does
    /// otherwise, all of that is as right, and slower.
    static func prepare() {
        let start = UInt(bitPattern: sbrk(0))
        guard mallopt(M_ARENA_MAX, 2) == 1, mallopt(M_TOP_PAD, CInt(step)) == 1,
            mallopt(M_MMAP_THRESHOLD, CInt(largeBlock)) == 1
        else { return }
        fetcher?.start()
        // More than what is left of the first heap, so that it grows now. To ask for the size keeps the compiler from
        // leaving the block out.
        let block = malloc(hugePage - 4096)
        guard malloc_usable_size(block) > 0 else { return }
        free(block)
        let end = UInt(bitPattern: sbrk(0))
        let first = (start + UInt(hugePage) - 1) / UInt(hugePage) * UInt(hugePage)
        guard end > first else { return }
        madvise(UnsafeMutableRawPointer(bitPattern: first), Int(end - first), MADV_HUGEPAGE)
    }

    /// Fetches memory that is about to be used, on another thread, so that nobody waits until it has been cleared.
    ///
    /// - Parameter count: About how many bytes more of the first heap will be used; of few, nothing is fetched.
    static func fetch(_ count: Int) {
        guard count >= hugePage else { return }
        let end = UInt(bitPattern: sbrk(0))
        let first = (end - UInt(mallinfo2().keepcost) + UInt(hugePage) - 1) / UInt(hugePage) * UInt(hugePage)
        guard end > first else { return }
        fetcher?.fetch(MemoryFetcher.Range(start: first, size: min(UInt(count), end - first)))
    }
}

/// A thread that fetches memory for others, as long as the process lives.
private final class MemoryFetcher: Sendable {
    /// Where memory is fetched, in bytes.
    struct Range: BitwiseCopyable {
        let start: UInt
        let size: UInt
    }

    /// The ends of the pipe through which it is told what to fetch.
    private let (output, input): (CInt, CInt)
    private let isReady = Atomic(false)

    init?() {
        var ends: [CInt] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        // Nothing else runs yet that could start a program in between.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (output, input) = (ends[0], ends[1])
    }

    /// Starts the thread, and waits until it has the heap that comes next.
    func start() {
        do {
            try BlockingThread.start { [self] in
                // To ask for the size keeps the compiler from leaving the block out.
                let block = malloc(1)
                isReady.store(malloc_usable_size(block) > 0, ordering: .releasing)
                free(block)
                run()
            }
        } catch {
            return
        }
        while !isReady.load(ordering: .acquiring) { sched_yield() }
    }

    /// Has memory fetched some time later.
    func fetch(_ range: Range) {
        withUnsafeBytes(of: range) { _ = write(input, $0.baseAddress, $0.count) }
    }

    private func run() {
        var range = Range(start: 0, size: 0)
        while true {
            let count = withUnsafeMutableBytes(of: &range) { read(output, $0.baseAddress, $0.count) }
            guard count == MemoryLayout<Range>.size else {
                guard count < 0, errno == EINTR else { return }
                continue
            }
            // Where the system can do nothing of this, memory comes when it is used, as ever.
            madvise(UnsafeMutableRawPointer(bitPattern: range.start), Int(range.size), MADV_POPULATE_WRITE)
        }
    }
}
