/// A classifier that is trained on one image with its predicted mask and then labels reference images
/// (Valindria et al., IEEE TMI 2017). How well it does there says how good the mask was.
///
/// A conforming type may be anything that can be trained on a single pair. What more it can do is in its type, and a
/// ``CaseScorer`` scores what that allows. Conform to one of the two, not to this protocol alone:
///
/// - ``RegisteringClassifier``: an atlas that is registered (``SingleAtlasClassifier``), a learned registration. Pose,
///   reliability and the references' consensus come of the registration.
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
