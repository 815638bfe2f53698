public import Fusion
public import Scoring

/// What steers a multi-atlas segmentation. The defaults were chosen on the JSRT reference images alone, each segmented
/// by the others (docs/segmentation.md).
public struct SegmentationParameters: Sendable {
    /// K: atlases that are registered to an image and fused. More cost as much more and hardly help beyond 20.
    public var atlasCount = 20
    /// How the atlases most like an image are found.
    public var similarity = SimilarityMeasure.registeredCorrelation
    public var fusion = FusionMethod.joint

    public init() {}
}
