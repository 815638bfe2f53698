import NumericSupport

/// A sample of scores that has the rare low ones in it: drawn from each range of scores apart (Cochran 1977,
/// chapter 5).
///
/// Every range gets the same number of places, as far as it has cases; what a small range leaves is shared among the
/// others. Within a range every available case is as likely as the next, without replacement.
///
///     let sample = StratifiedSample(scores: scores, available: positions, size: 500, seed: 1)
///     let positions = sample.strata.flatMap(\.drawn)
///
/// The same scores in the same order, size and seed give the same sample on every machine.
public struct StratifiedSample: Sendable, Equatable {
    /// A range of scores, from `lower`, included, to `upper`, excluded; the last includes it.
    public struct Stratum: Sendable, Equatable {
        public let lower: Double
        public let upper: Double
        /// The scores in this range, available or not.
        public let population: Int
        /// Those that could be drawn.
        public let available: Int
        /// The positions drawn, ascending.
        public let drawn: [Int]
    }

    /// Where the published scores are split: the thresholds that are in use, and the middle of the good ones.
    public static let edges: [Float] = [0.7, 0.8, 0.9, 0.95]

    /// Lowest first. Ranges without a score are there, and empty.
    public let strata: [Stratum]

    /// - Parameters:
    ///   - scores: of the whole population, each from 0 to 1.
    ///   - available: the positions that may be drawn, ascending and without repetition.
    ///   - size: of the sample; more than there are available draws them all.
    /// - Precondition: the size is not negative.
    public init(scores: [Float], available: [Int], size: Int, seed: UInt64) {
        precondition(size >= 0, "a sample has a size")
        func place(_ score: Float) -> Int { Self.edges.count { score >= $0 } }
        let count = Self.edges.count + 1
        var populations = [Int](repeating: 0, count: count)
        for score in scores { populations[place(score)] += 1 }
        var members = [[Int]](repeating: [], count: count)
        for position in available { members[place(scores[position])].append(position) }
        let sizes = Self.allocation(of: size, among: members.map(\.count))
        var random = SplitMix64(seed: seed)
        var strata: [Stratum] = []
        for index in 0..<count {
            let bounds = ([0] + Self.edges + [1]).map(\.asWritten)
            strata.append(
                Stratum(
                    lower: bounds[index], upper: bounds[index + 1], population: populations[index],
                    available: members[index].count,
                    drawn: Self.draw(sizes[index], of: members[index], &random)))
        }
        self.strata = strata
    }

    /// How many to draw of each stratum: equal shares, none more than there are; what does not divide goes to the
    /// first strata with cases left.
    static func allocation(of size: Int, among counts: [Int]) -> [Int] {
        var sizes = [Int](repeating: 0, count: counts.count)
        var rest = min(size, counts.reduce(0, +))
        while rest > 0 {
            let open = counts.indices.filter { sizes[$0] < counts[$0] }
            let share = max(rest / open.count, 1)
            for index in open where rest > 0 {
                let more = min(share, counts[index] - sizes[index], rest)
                sizes[index] += more
                rest -= more
            }
        }
        return sizes
    }

    private static func draw(_ count: Int, of members: [Int], _ random: inout SplitMix64) -> [Int] {
        var rest = members
        for place in 0..<count {
            rest.swapAt(place, place + random.nextPosition(below: rest.count - place))
        }
        return rest.prefix(count).sorted()
    }
}
