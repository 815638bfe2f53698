/// How far several readers agree on masks that they all marked.
public struct RaterAgreement: Sendable, Equatable {
    /// One figure with its interval.
    public struct Measurement: Sendable, Equatable {
        /// Nil where there is nothing to agree on.
        public let value: Double?
        /// By resampling images; nil where there is no figure, or no interval is asked for.
        public let interval: ConfidenceInterval?
    }

    /// The masks that all of them marked.
    public let count: Int
    /// The share of pairs of marks of one mask that are the same, in [0, 1]; nil without masks.
    public let equal: Double?
    public let kappa: Measurement
    /// With the squares of the distances; nil where there are only two categories.
    public let weighted: Measurement?

    /// Cohen's kappa for two readers, Fleiss' for more.
    ///
    /// - Parameters:
    ///   - marks: for each mask the category by each reader, in the readers' order.
    ///   - images: of each mask; those of one image are drawn together.
    ///   - categories: their number.
    ///   - bootstrap: nil for no intervals.
    ///   - confidence: of the intervals, in (0, 1).
    /// - Precondition: all masks have one number of readers, two or more, and categories in 0..<categories.
    public init(
        _ marks: [[Int]], images: [String], categories: Int, bootstrap: ClusterBootstrap?, confidence: Double
    ) {
        count = marks.count
        let readers = marks.first?.count ?? 2
        let pairs = marks.count * readers * (readers - 1) / 2
        let same = marks.reduce(0) { sum, row in
            row.indices.reduce(sum) { sum, place in sum + row[..<place].count { $0 == row[place] } }
        }
        equal = pairs > 0 ? Double(same) / Double(pairs) : nil
        let counts = marks.map { row in (0..<categories).map { category in row.count { $0 == category } } }
        func measurement(_ weights: RaterKappa.Weights) -> Measurement {
            func figure(_ cases: [Int]) -> Double? {
                readers == 2
                    ? RaterKappa.cohen(
                        cases.map { (marks[$0][0], marks[$0][1]) }, categories: categories, weights: weights)
                    : RaterKappa.fleiss(cases.map { counts[$0] }, weights: weights)
            }
            let value = figure(Array(marks.indices))
            let interval =
                value == nil ? nil : bootstrap?.interval(clusters: images, confidence: confidence, figure)
            return Measurement(value: value, interval: interval)
        }
        kappa = measurement(.equal)
        weighted = categories > 2 ? measurement(.quadratic) : nil
    }
}
