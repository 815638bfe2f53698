import Files

/// What folders held when they were listed, whatever the shard: shards that were given the same files have equal ones.
package struct ListedFiles: Sendable, Hashable {
    package private(set) var count = 0
    /// Of the hashes of the files' names, those of every folder multiplied by another odd number, without carry.
    package private(set) var sum: UInt64 = 0

    package init(count: Int = 0, sum: UInt64 = 0) {
        self.count = count
        self.sum = sum
    }

    mutating func add(_ name: UnsafeRawBufferPointer) {
        count += 1
        sum &+= FileStem.hash(ofStem: name)
    }

    /// Adds what another folder held. A file that is moved from one folder to another is another file.
    ///
    /// - Parameter place: of the folder among all that are listed, from 0.
    mutating func add(_ files: ListedFiles, ofFolder place: Int) {
        count += files.count
        sum &+= files.sum &* UInt64(2 * place + 1)
    }

    /// Of shards that are done those that were given other files than the one that began last: some of theirs may have
    /// come since.
    ///
    /// - Parameter done: what each was given, nil where that is not known, and when it began.
    /// - Returns: their positions.
    package static func outdated(_ done: [(files: ListedFiles?, began: Int)]) -> [Int] {
        let known = done.indices.filter { done[$0].files != nil }
        guard let newest = known.max(by: { done[$0].began < done[$1].began }) else { return [] }
        return known.filter { done[$0].files != done[newest].files }
    }
}
