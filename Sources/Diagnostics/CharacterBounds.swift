extension [UInt8] {
    /// The start of the UTF-8 sequence that an offset is inside of; the offset itself if it is between two.
    func characterStart(_ offset: Int) -> Int {
        var start = offset
        while start > 0, offset - start < 3, isContinuation(start) { start -= 1 }
        return isContinuation(start) ? offset : start
    }

    /// The end of the UTF-8 sequence that an offset is inside of; the offset itself if it is between two.
    func characterEnd(_ offset: Int) -> Int {
        var end = offset
        while end - offset < 3, isContinuation(end) { end += 1 }
        return end
    }

    private func isContinuation(_ offset: Int) -> Bool { offset < count && self[offset] & 0xC0 == 0x80 }
}
