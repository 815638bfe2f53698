/// Sets of whole numbers from 0 that grow together; the least member of each stands for it.
public struct DisjointSets: Sendable {
    @usableFromInline var parents: [Int]

    /// - Parameter count: each number below it is a set of its own at first.
    @inlinable
    public init(count: Int) { parents = Array(0..<count) }

    /// Makes one set of those that two numbers are in.
    @inlinable
    public mutating func join(_ one: Int, _ other: Int) {
        let (a, b) = (first(of: one), first(of: other))
        let root = min(a, b)
        parents[max(a, b)] = root
        // Short ways for those that are asked for next.
        parents[one] = root
        parents[other] = root
    }

    /// The least member of the set that a number is in.
    @inlinable
    public func first(of number: Int) -> Int {
        var number = number
        while parents[number] != number { number = parents[number] }
        return number
    }
}
