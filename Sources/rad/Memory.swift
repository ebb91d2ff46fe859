import CLibMalloc
import Glibc
import HTTP

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

    /// Lets all threads take from one heap that grows in large steps, in huge pages where the system has them.
    ///
    /// rad keeps most of what it makes until it ends. To fetch memory by single pages, and to find it through their
    /// tables, takes a sixth of the time of large applications.
    static func prepare() {
        let start = UInt(bitPattern: sbrk(0))
        guard mallopt(M_ARENA_MAX, 1) == 1, mallopt(M_TOP_PAD, CInt(step)) == 1,
            mallopt(M_MMAP_THRESHOLD, CInt(largeBlock)) == 1
        else { return }
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
    /// - Parameter count: About how many bytes of the heap will be used; of few, nothing is fetched.
    static func fetch(_ count: Int) {
        guard count >= hugePage else { return }
        let heap = mallinfo2()
        // What has been given back is used before the top of the heap, and has been fetched already.
        let missing = count - Int(heap.fordblks - heap.keepcost)
        let end = UInt(bitPattern: sbrk(0))
        let first = (end - UInt(heap.keepcost) + UInt(hugePage) - 1) / UInt(hugePage) * UInt(hugePage)
        guard missing >= hugePage, end > first else { return }
        let size = min(missing, Int(end - first))
        // Where the system can do nothing of this, memory comes when it is used, as ever.
        try? BlockingThread.start {
            madvise(UnsafeMutableRawPointer(bitPattern: first), size, MADV_POPULATE_WRITE)
        }
    }
}
