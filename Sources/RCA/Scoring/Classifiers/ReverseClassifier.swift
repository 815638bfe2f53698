/// A classifier that is trained on one image with its predicted mask and then labels reference images
/// (Valindria et al., IEEE TMI 2017). How well it does there says how good the mask was.
///
/// A conforming type may be anything that can be trained on a single pair: an atlas that is registered
/// (``SingleAtlasClassifier``), a random forest, a learned registration. Scoring sees no more of it than this.
/// One instance serves one worker, so it may hold scratch memory; a case is `train`, then `fit` and `classify`
/// for as many references as wanted. The result must depend on the trained pair and the reference alone.
public protocol ReverseClassifier: AnyObject {
    /// Takes a case: the image, and every mask that is to be scored on it. What depends on the image alone
    /// (a registration, features) can be done once for all masks.
    func train(on query: QueryImage, masks: [StructureMap])

    /// How well a first, cheap stage fits a reference, for choosing the references; larger is better. Only
    /// compared among the references of one case. A number, never NaN.
    func fit(to reference: Reference, at index: Int) -> Float

    /// Labels one reference once for each mask of the case.
    ///
    /// - Parameters:
    ///   - reference: the reference; `index` is its position in the set.
    ///   - labels: one buffer a mask, in order, each of the label grid's size and laid out like
    ///     ``Reference/labels``. They come with whatever was in them: write every value, and keep their sizes.
    func classify(_ reference: Reference, at index: Int, into labels: inout [[UInt8]])
}
