public import Imaging

/// A reverse classifier that registers: it can also say how well each reference fits, and what the references, brought back to the query, think is there.
public protocol ConsensusEstimating: ReverseClassifier {
    /// The structures on the label grid over the query's own frame, by all references classified since `train`:
    /// 0 background, else position in the list plus 1.
    func consensus(into labels: inout [UInt8])

    /// How much the references classified since `train` agree with their consensus:
    /// ``RegistrationEvidence/agreement``.
    func agreement() -> Float

    /// How much of what the consensus calls a structure shows nothing: ``RegistrationEvidence/blankShare``.
    func blankShare() -> Float

    /// The affine map from a reference to the query that `fit(to:at:)` found; nil before it was called.
    func affineFit(at index: Int) -> AffineMap?

    /// How well each reference classified since `train` was fitted.
    var similarities: [RegistrationEvidence.Similarity] { get }
}
