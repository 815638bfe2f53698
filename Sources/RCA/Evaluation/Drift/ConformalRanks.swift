/// Conformal p-values of a stream of numbers: how each one ranks among all that came before it (Vovk, Gammerman and
/// Shafer 2022, *Algorithmic Learning in a Random World*, chapter 8).
///
/// While baseline and stream are exchangeable, as independent draws from one distribution are, these p-values are
/// independent and uniform on [0, 1], whatever the distribution. A stream that has become lower has small ones, one that
/// has become higher large ones, one that has become wider both. Costs O(log n) a number.
public enum ConformalRanks {
    /// - Parameters:
    ///   - baseline: finite, in any order.
    ///   - stream: finite, in the order in which they came.
    ///   - ties: uniform on [0, 1), one for each of the stream, drawn without regard to the numbers: which place among
    ///     equal numbers it takes.
    /// - Returns: (those before it that are smaller + tie · (those that are equal, itself included)) / (those before it
    ///   and itself), for each of the stream.
    /// - Precondition: there is a tie for each of the stream.
    public static func pValues(baseline: [Double], stream: [Double], ties: [Double]) -> [Double] {
        precondition(stream.count == ties.count, "every number has a tie-breaker")
        let values = Set(baseline + stream).sorted()
        let places = Dictionary(uniqueKeysWithValues: values.enumerated().map { ($0.element, $0.offset) })
        var counts = RunningCounts(count: values.count)
        for value in baseline { counts.add(places[value] ?? 0) }
        return zip(stream, ties).map { value, tie in
            let place = places[value] ?? 0
            let below = counts.below(place)
            let equal = counts.below(place + 1) - below
            let pValue = (Double(below) + tie * Double(equal + 1)) / Double(counts.total + 1)
            counts.add(place)
            return pValue
        }
    }
}

/// How often each of some places was counted, with sums in O(log n) (Fenwick 1994).
private struct RunningCounts {
    private var sums: [Int]
    private(set) var total = 0

    init(count: Int) { sums = [Int](repeating: 0, count: count + 1) }

    mutating func add(_ place: Int) {
        total += 1
        var index = place + 1
        while index < sums.count {
            sums[index] += 1
            index += index & -index
        }
    }

    /// How many were counted at the places before one.
    func below(_ place: Int) -> Int {
        var sum = 0
        var index = place
        while index > 0 {
            sum += sums[index]
            index -= index & -index
        }
        return sum
    }
}
