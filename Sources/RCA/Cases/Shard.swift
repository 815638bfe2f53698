public import Imaging

/// One of the equal parts that a run is divided into, so that several machines can share it.
///
/// A case belongs to a shard by a hash of its stem, not by its place in the folder: files that are added later move
/// none of the others, and the parts hold about as many cases each, whatever the names look like.
public struct Shard: Sendable, Hashable, CustomStringConvertible {
    /// The most shards that a run may have.
    public static let most = 9_999

    /// 1 for the first.
    public let index: Int
    public let count: Int

    /// A run that is not divided.
    public static let whole = Shard(index: 1, count: 1)

    /// - Precondition: `index` is within `1...count`.
    public init(index: Int, count: Int) {
        precondition(count >= 1 && (1...count).contains(index), "a shard is one of 1...count")
        self.index = index
        self.count = count
    }

    /// Reads `3/16`: the third of sixteen.
    /// - Throws: ``InputError`` (`option invalid`).
    public init(parsing text: String) throws(InputError) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let index = parts[0], let count = parts[1], count >= 1, (1...count).contains(index)
        else {
            throw InputError(
                .optionInvalid, "--shard", "\"\(text)\" is not a shard", remedy: "give it as 3/16: the third of 16")
        }
        guard count <= Self.most else {
            throw InputError(.optionInvalid, "--shard", "\(count) shards are more than \(Self.most)")
        }
        self.init(index: index, count: count)
    }

    public var description: String { "\(index)/\(count)" }

    /// Whether a case whose stem has this hash belongs to the shard.
    package func contains(_ hash: UInt64) -> Bool { hash % UInt64(count) == UInt64(index - 1) }
}
