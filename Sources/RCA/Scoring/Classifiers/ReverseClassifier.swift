public import Imaging

/// A classifier that is trained on one image with its predicted mask and then labels reference images
/// (Valindria et al., IEEE TMI 2017). How well it does there says how good the mask was.
///
/// A conforming type may be anything that can be trained on a single pair. What more it can do is in its type, and a
/// ``CaseScorer`` scores what that allows. Conform to one of the two, not to this protocol alone:
///
/// - ``RegisteringClassifier``: an atlas that is registered (``SingleAtlasClassifier``), a learned registration.
///   Presentation state, reliability and the references' consensus come of the registration.
/// - ``DirectClassifier``: a random forest, a small network. It labels references without bringing them onto the image.
///
/// One instance serves one worker, so it may hold scratch memory.
public protocol ReverseClassifier<Trained> {
    /// What training makes of it.
    associatedtype Trained: TrainedClassifier

    /// Takes a case: the image, and every mask that is to be scored on it. What depends on the image alone
    /// (a registration, features) can be done once for all masks.
    ///
    /// - Returns: what stands on its own. Scoring trains for another pose while it still asks what an earlier training
    ///   returned, which no later training may change.
    func train(on query: QueryImage, masks: [StructureMap]) -> Trained
}

/// What a ``ReverseClassifier`` has become for one case, with all that it finds out about the case.
///
/// It is asked for the fit of as many references as there are to choose from, then to label those that were chosen.
public protocol TrainedClassifier: AnyObject {
    /// How well a first, cheap stage fits a reference, for choosing the references; larger is better. Only
    /// compared among the references of one case. A number, never NaN.
    func fit(to reference: Reference, at index: Int) -> Float

    /// Labels one reference once for each mask of the case. The result must depend on the trained pair and the
    /// reference alone.
    ///
    /// - Parameters:
    ///   - reference: the reference; `index` is its position in the set.
    ///   - labels: one buffer a mask, in order, each of the label grid's size and laid out like
    ///     ``Reference/labels``. They come with whatever was in them: write every value, and keep their sizes.
    func classify(_ reference: Reference, at index: Int, into labels: inout [[UInt8]])
}

/// A reverse classifier that labels references without registration: a random forest, a small network.
///
/// Images are scored as they lie. There is no consensus, and every case is doubtful, since nothing says how well it
/// fits.
public protocol DirectClassifier<Trained>: ReverseClassifier where Trained: TrainedDirectClassifier {}

/// What a ``DirectClassifier`` has become for one case.
public protocol TrainedDirectClassifier: TrainedClassifier {
    /// What it thinks of the truth itself, asked after it has labelled the chosen references; nil where it has no
    /// opinion. Masks' ``MaskScore/expected`` comes of it.
    ///
    /// An opinion comes of the references and the image. One that comes of the masks agrees with them by construction,
    /// and says nothing of how good they are.
    ///
    /// - Parameter set: the references; the posterior has their structures and its grid the side of their label grid.
    func posterior(_ set: ReferenceSet) -> TruthPosterior?
}

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
