extension RandomAccessCollection where Index == Int {
    /// The first position whose element is no longer `before`, by halving; ``endIndex`` where all are.
    ///
    /// - Precondition: every element that is `before` comes ahead of those that are not.
    @inlinable
    public func partitioningIndex(_ isBefore: (Element) -> Bool) -> Int {
        var range = startIndex..<endIndex
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            range = isBefore(self[middle]) ? (middle + 1)..<range.upperBound : range.lowerBound..<middle
        }
        return range.lowerBound
    }
}
