/// Rows of figures that something is fitted to, one a mask, one after the other in memory.
struct FeatureRows {
    /// Figures of a row.
    let width: Int
    private var values: [Double] = []

    /// - Parameter capacity: rows to come.
    init(width: Int, capacity: Int) {
        self.width = width
        values.reserveCapacity(width * capacity)
    }

    /// Rows that exist already, all of one width.
    init(_ rows: [[Double]]) {
        self.init(width: rows.first?.count ?? 0, capacity: rows.count)
        for row in rows { append(row) }
    }

    var count: Int { width > 0 ? values.count / width : 0 }

    /// - Precondition: together with what is appended to it, a row of ``width``.
    mutating func append(_ figures: [Double]) { values.append(contentsOf: figures) }

    mutating func append(_ figure: Double) { values.append(figure) }

    /// For each row the sum of its figures, each times its coefficient.
    func products(_ coefficients: [Double]) -> [Double] {
        (0..<count).map { row in
            var sum = 0.0
            for column in 0..<width { sum += values[row * width + column] * coefficients[column] }
            return sum
        }
    }

    /// For each column the weighted mean of its figures.
    func means(weights: [Double]) -> [Double] {
        let total = weights.reduce(0, +)
        var sums = [Double](repeating: 0, count: width)
        for row in 0..<count {
            for column in 0..<width { sums[column] += weights[row] * values[row * width + column] }
        }
        return sums.map { $0 / total }
    }

    /// What weighted least squares are solved from: AᵀWA and AᵀWy, where A are the rows less their `centre`.
    func normalEquations(
        _ targets: [Double], weights: [Double], centre: [Double]
    ) -> (gram: [[Double]], moment: [Double]) {
        var gram = [Double](repeating: 0, count: width * width)
        var moment = [Double](repeating: 0, count: width)
        var row = [Double](repeating: 0, count: width)
        for place in 0..<count {
            for column in 0..<width { row[column] = values[place * width + column] - centre[column] }
            for i in 0..<width {
                let weighted = weights[place] * row[i]
                moment[i] += weighted * targets[place]
                for j in 0..<width { gram[i * width + j] += weighted * row[j] }
            }
        }
        return ((0..<width).map { Array(gram[$0 * width..<($0 + 1) * width]) }, moment)
    }
}
