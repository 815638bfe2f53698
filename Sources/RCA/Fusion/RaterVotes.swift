/// What raters say, with the pixels brought together where all of them agree: those differ in nothing.
struct RaterVotes {
    let raterCount: Int
    let labelCount: Int
    /// For each row what every rater says, row after row.
    private(set) var said: [UInt8] = []
    /// How many pixels a row stands for.
    private(set) var counts: [Double] = []
    /// The row of each pixel.
    private var rowOfPixel: [Int32]

    init(_ raters: [[UInt8]], labelCount: Int) {
        raterCount = raters.count
        self.labelCount = labelCount
        rowOfPixel = Array(repeating: 0, count: raters[0].count)
        var agreed = [Int?](repeating: nil, count: labelCount)
        for pixel in raters[0].indices {
            let first = raters[0][pixel]
            precondition(Int(first) < labelCount, "a label beyond the last")
            if raters.allSatisfy({ $0[pixel] == first }) {
                let row = agreed[Int(first)] ?? rowCount
                if row == rowCount {
                    agreed[Int(first)] = row
                    append(Array(repeating: first, count: raterCount))
                }
                counts[row] += 1
                rowOfPixel[pixel] = Int32(row)
            } else {
                precondition(raters.allSatisfy { Int($0[pixel]) < labelCount }, "a label beyond the last")
                rowOfPixel[pixel] = Int32(rowCount)
                append(raters.map { $0[pixel] })
                counts[rowCount - 1] = 1
            }
        }
    }

    private mutating func append(_ row: [UInt8]) {
        said += row
        counts.append(0)
    }

    var rowCount: Int { counts.count }

    /// What every rater says in a row.
    func labels(_ row: Int) -> ArraySlice<UInt8> { said[row * raterCount..<(row + 1) * raterCount] }

    /// How many raters say each label.
    func tally(_ row: Int) -> [Int] {
        var tally = [Int](repeating: 0, count: labelCount)
        for label in labels(row) { tally[Int(label)] += 1 }
        return tally
    }

    /// The label that most raters say, nil where two have as many.
    func majority(_ row: Int) -> Int? {
        let tally = tally(row)
        let most = tally.max() ?? 0
        let winners = tally.indices.filter { tally[$0] == most }
        return winners.count == 1 ? winners[0] : nil
    }

    /// A row's label by its probabilities: the largest, of equals the one with more votes, then the smaller. Where all
    /// are zero nothing is known but how common labels are: the most common.
    private func label(_ row: Int, _ probabilities: ArraySlice<Double>, mostCommon: UInt8) -> UInt8 {
        let largest = probabilities.max() ?? 0
        guard largest > 0 else { return mostCommon }
        let tally = tally(row)
        var best: Int?
        for label in 0..<labelCount where probabilities[probabilities.startIndex + label] == largest {
            if best.map({ tally[label] > tally[$0] }) ?? true { best = label }
        }
        return UInt8(best ?? 0)
    }

    /// From a value for each row and label to one for each pixel and label.
    func spread(_ values: [Double]) -> [Double] {
        var result: [Double] = []
        result.reserveCapacity(rowOfPixel.count * labelCount)
        for row in rowOfPixel { result += values[Int(row) * labelCount..<(Int(row) + 1) * labelCount] }
        return result
    }

    /// The label of each pixel by the probabilities of its row.
    func spreadLabels(_ values: [Double]) -> [UInt8] {
        let mostCommon = self.mostCommon
        let labels = (0..<rowCount).map {
            label($0, values[$0 * labelCount..<($0 + 1) * labelCount], mostCommon: mostCommon)
        }
        return rowOfPixel.map { labels[Int($0)] }
    }

    /// The label that is said most often, the smaller of equals.
    private var mostCommon: UInt8 {
        var sums = [Double](repeating: 0, count: labelCount)
        for row in 0..<rowCount {
            for label in labels(row) { sums[Int(label)] += counts[row] }
        }
        let most = sums.max() ?? 0
        return UInt8(sums.firstIndex(of: most) ?? 0)
    }
}
