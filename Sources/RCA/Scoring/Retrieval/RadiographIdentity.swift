import Imaging
import Registration

/// Tells whether a reference shows a query's own radiograph, over what shows in the query.
struct RadiographIdentity {
    /// Pictures that correlate above this on the whole equalised frame are the same radiograph, however it was
    /// resampled. Different patients of the JSRT set stay below 0.95.
    static let correlation: Float = 0.99
    /// This much is asked of a sparse sample first (of 64 × 64 pixels, 68), which passes over nearly all other
    /// radiographs; less where a part is blank, since the reference's grey values were equalised with that part.
    private static let sampleCorrelation: Float = 0.95
    private static let partialSampleCorrelation: Float = 0.85
    /// Has no factor in common with the rows of any usual size, so that the sample is spread over all columns.
    private static let sampleStride = 61

    private let picture: [Float]
    private let shown: [Float]
    private let includesBlankAreas: Bool
    private let sample: [Float]
    private let sampleShown: [Float]

    /// - Parameters:
    ///   - picture: the query's equalised grey values, size².
    ///   - shown: 1 where the query shows the picture, else 0; nil where all of it shows.
    init(_ picture: [Float], shown: [Float]?) {
        self.picture = picture
        includesBlankAreas = shown == nil
        self.shown = shown.map(Self.inner) ?? Array(repeating: 1, count: picture.count)
        sample = Self.sample(count: picture.count) { picture[$0] }
        let weights = self.shown
        sampleShown = Self.sample(count: picture.count) { weights[$0] }
    }

    /// The values at every ``sampleStride``th of so many pixels.
    static func sample(count: Int, of value: (Int) -> Float) -> [Float] {
        stride(from: 0, to: count, by: sampleStride).map(value)
    }

    /// Without the pixels beside the blank ones: they have a part of it in the reference, and none in the query.
    private static func inner(_ shown: [Float]) -> [Float] {
        let side = Int(Double(shown.count).squareRoot().rounded())
        return shown.indices.map { index in
            let (x, y) = (index % side, index / side)
            let isInner = (max(y - 1, 0)...min(y + 1, side - 1)).allSatisfy { row in
                (max(x - 1, 0)...min(x + 1, side - 1)).allSatisfy { shown[row * side + $0] > 0 }
            }
            return isInner ? 1 : 0
        }
    }

    func isSame(as reference: Reference) -> Bool {
        let least = includesBlankAreas ? Self.sampleCorrelation : Self.partialSampleCorrelation
        guard NormalizedCorrelation.value(sample, reference.sample, weights: sampleShown) > least else { return false }
        // What the sample let pass by chance is passed over before anything is equalised again.
        let values = reference.equalized.values
        if !includesBlankAreas, NormalizedCorrelation.value(picture, values, weights: shown) <= least { return false }
        return NormalizedCorrelation.value(picture, comparable(values), weights: shown) > Self.correlation
    }

    /// A reference's grey values, equalised over what shows in the query, as the query's were.
    private func comparable(_ values: [Float]) -> [Float] {
        if includesBlankAreas { return values }
        let side = Int(Double(values.count).squareRoot().rounded())
        return HistogramEqualization.equalized(
            Image(width: side, height: side, pixels: values), coverage: Image(width: side, height: side, pixels: shown)
        ).pixels
    }
}
