public import Imaging

/// A reverse classifier that registers. What it is trained to can also say how well each reference fits, and what the
/// references, brought back to the query, think is there.
public protocol RegisteringClassifier<Trained>: ReverseClassifier where Trained: TrainedRegistration {}

/// What a ``RegisteringClassifier`` has become for one case.
public protocol TrainedRegistration: TrainedClassifier {
    /// The image that it was trained on.
    var query: QueryImage { get }

    /// The structures on the label grid over the query's own frame, by all references classified so far:
    /// 0 background, else position in the list plus 1.
    func consensus(into labels: inout [UInt8])

    /// How much the references classified so far agree with their consensus: ``RegistrationEvidence/agreement``.
    func agreement() -> Float

    /// How much of what the consensus calls a structure shows nothing: ``RegistrationEvidence/blankShare``.
    func blankShare() -> Float

    /// The affine map from a reference to the query that `fit(to:at:)` found; nil before it was called.
    func affineFit(at index: Int) -> AffineMap?

    /// How well each reference classified so far was fitted.
    var similarities: [RegistrationEvidence.Similarity] { get }

    /// Each reference classified so far as the query's frame sees it; nil for one whose transform has no inverse.
    var carried: [CarriedReference?] { get }

    /// What the posterior is made of, a structure at a time; nil where no reference could be brought back.
    var posteriorEvidence: [PosteriorEvidence]? { get }

    /// How much of what a mask has is carried beyond the frame of the reference classified last, in pixels of the label
    /// grid there: it can agree with nothing, and is predicted all the same.
    ///
    /// - Parameters:
    ///   - shares: one structure's share of each pixel of the fine level over the query's frame, size² values.
    ///   - outside: what the structure has outside the query's frame, in pixels of the label grid over it.
    func carriedBeyond(_ shares: [Float], outside: Float) -> Float
}
