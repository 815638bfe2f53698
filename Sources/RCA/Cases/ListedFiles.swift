/// What folders held when they were listed, whatever the shard: shards that were given the same files have equal ones.
package struct ListedFiles: Sendable, Hashable {
    package private(set) var count = 0
    /// Of the hashes of the files' stems, without carry.
    package private(set) var sum: UInt64 = 0

    package init(count: Int = 0, sum: UInt64 = 0) {
        self.count = count
        self.sum = sum
    }

    mutating func add(_ hash: UInt64) {
        count += 1
        sum &+= hash
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

    package static func + (one: ListedFiles, other: ListedFiles) -> ListedFiles {
        ListedFiles(count: one.count + other.count, sum: one.sum &+ other.sum)
    }
}
