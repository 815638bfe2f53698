import Imaging
import Registration

/// Finds the references that a query is scored against: the most similar ones.
public struct ReferenceSelection {
    /// Thumbnails this many times the number wanted are re-ranked after the affine step.
    package static let shortlistFactor = 3

    public let measure: SimilarityMeasure
    public let count: Int

    /// - Parameter count: references a query is scored against; fewer where the set has fewer.
    /// - Precondition: `count` is positive.
    public init(measure: SimilarityMeasure, count: Int) {
        precondition(count > 0, "a query is scored against one reference at least")
        self.measure = measure
        self.count = count
    }

    /// What was selected, and what was left out on purpose.
    public struct Result: Sendable, Equatable {
        /// Positions in the set, most similar first; ties by position.
        public let selected: [Int]
        /// References that show the query's own radiograph.
        public let excluded: [Int]
    }

    /// References that show the query's own radiograph, framed as the query is; in a frame that was moved it is another
    /// picture.
    static func own(_ query: QueryImage, in set: ReferenceSet) -> [Int] {
        own(query, in: set, correlations: correlations(query, set))
    }

    /// Of the query's thumbnail with those of the references.
    private static func correlations(_ query: QueryImage, _ set: ReferenceSet) -> [Float] {
        set.thumbnails.correlations(with: query.prepared.equalized.pixels, size: set.parameters.preparation.size)
    }

    private static func own(_ query: QueryImage, in set: ReferenceSet, correlations: [Float]) -> [Int] {
        // References are prepared with their blank areas, so that only what shows in the query can be compared; its
        // thumbnail differs more.
        let radiograph = RadiographIdentity(query.prepared.equalized.pixels, shown: query.validity?.pixels)
        let nearest: Float = query.validity == nil ? 0.95 : 0.5
        return correlations.indices.filter { index in
            correlations[index] > nearest && radiograph.isSame(as: set.references[index])
        }
    }

    /// - Parameters:
    ///   - known: references that show the query's own radiograph in another frame; they are left out too.
    ///   - fit: how well a reference fits the query after the classifier's first, cheap stage.
    package func select(
        _ query: QueryImage, from set: ReferenceSet, known: [Int] = [], fit: (Int) -> Float
    ) -> Result {
        let picture = query.prepared.equalized.pixels
        let correlations = Self.correlations(query, set)
        let excluded = Set(known).union(Self.own(query, in: set, correlations: correlations)).sorted()
        let candidates = correlations.indices.filter { !excluded.contains($0) }
        let selected: [Int]
        switch measure {
        case .registeredCorrelation:
            let shortlist = Self.best(Self.shortlistFactor * count, of: candidates) { correlations[$0] }
            selected = Self.best(count, of: shortlist, by: fit)
        case .normalizedCorrelation:
            selected = Self.best(count, of: candidates) { correlations[$0] }
        case .mutualInformation:
            let bins = MutualInformation.bins(picture)
            selected = Self.best(count, of: candidates) {
                MutualInformation.value(bins, MutualInformation.bins(set.references[$0].equalized.values))
            }
        case .meanAbsoluteError:
            selected = Self.best(count, of: candidates) {
                -zip(picture, set.references[$0].equalized.values).reduce(0) { $0 + abs($1.0 - $1.1) }
            }
        case .meanSquaredError:
            selected = Self.best(count, of: candidates) {
                -zip(picture, set.references[$0].equalized.values).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            }
        }
        return Result(selected: selected, excluded: excluded)
    }

    /// The most similar of some candidates, most similar first; ties by position.
    static func best(_ count: Int, of candidates: [Int], by similarity: (Int) -> Float) -> [Int] {
        let similarities = candidates.map { (index: $0, similarity: similarity($0)) }
        return similarities.sorted { ($0.similarity, $1.index) > ($1.similarity, $0.index) }.prefix(count)
            .map(\.index)
    }
}

/// How the references most like a query are found.
public enum SimilarityMeasure: String, Sendable, CaseIterable, Codable {
    /// A shortlist by thumbnails, re-ranked by the correlation that remains after the affine step. The most
    /// accurate, and the default.
    case registeredCorrelation = "registered-correlation"
    /// Correlation of 16 × 16 equalised thumbnails.
    case normalizedCorrelation = "normalised-correlation"
    /// Mutual information of the equalised pictures: the published scores' choice.
    case mutualInformation = "mutual-information"
    /// Smallest mean absolute difference of the equalised pictures.
    case meanAbsoluteError = "mean-absolute-error"
    /// Smallest mean squared difference of the equalised pictures.
    case meanSquaredError = "mean-squared-error"
}
