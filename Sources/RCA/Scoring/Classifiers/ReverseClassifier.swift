/// A classifier that is trained on one image with its predicted mask and then labels reference images
/// (Valindria et al., IEEE TMI 2017). How well it does there says how good the mask was.
///
/// A conforming type may be anything that can be trained on a single pair: an atlas that is registered
/// (``SingleAtlasClassifier``), a random forest, a small network. One that registers says so in its type
/// (``RegisteringClassifier``), since pose, reliability and the references' posterior need it.
///
/// One instance serves one worker, so it may hold scratch memory. What training returns stands on its own: later
/// trainings do not change it.
public protocol ReverseClassifier: AnyObject {
    /// Takes a case: the image, and every mask that is to be scored on it. What depends on the image alone
    /// (a registration, features) can be done once for all masks.
    func train(on query: QueryImage, masks: [StructureMap]) -> any TrainedClassifier
}

/// What a ``ReverseClassifier`` has become for one case.
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

    /// What it thinks of the truth, after it has labelled the chosen references; nil where it has no opinion of its own.
    func posterior(_ set: ReferenceSet) -> TruthPosterior?
}

extension TrainedClassifier {
    public func posterior(_ set: ReferenceSet) -> TruthPosterior? { nil }
}
