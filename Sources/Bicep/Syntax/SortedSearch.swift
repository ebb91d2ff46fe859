extension RandomAccessCollection {
    /// Where the first element stands that is for a condition, in a collection in which all such elements come last.
    ///
    /// The end if there is none; it takes as many steps as the count has digits.
    func partitioningIndex(where belongsBehind: (Element) -> Bool) -> Index {
        var low = startIndex
        var count = self.count
        while count > 0 {
            let half = count / 2
            let middle = index(low, offsetBy: half)
            if belongsBehind(self[middle]) {
                count = half
            } else {
                low = index(after: middle)
                count -= half + 1
            }
        }
        return low
    }
}
