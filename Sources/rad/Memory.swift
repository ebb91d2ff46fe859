import CLibMalloc
import Glibc

/// How the program's memory grows.
enum Memory {
    /// What the heap grows by at once, in bytes: addresses, which cost nothing until something is written there.
    private static let step = 256 << 20
    /// The size of a huge page, in bytes.
    private static let hugePage = 2 << 20

    /// Lets all threads take from one heap that grows in large steps, in huge pages where the system has them.
    ///
    /// rad keeps most of what it makes until it ends. To fetch memory by single pages, and to find it through their
    /// tables, takes a sixth of the time of large applications.
    static func prepare() {
        let start = UInt(bitPattern: sbrk(0))
        guard mallopt(M_ARENA_MAX, 1) == 1, mallopt(M_TOP_PAD, CInt(step)) == 1,
            mallopt(M_MMAP_THRESHOLD, CInt(hugePage)) == 1
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
}
