public import Files
public import Imaging
import Machine
public import Scoring
public import Segmentation
import Synchronization

/// Scores, segments and screens image after image against one reference set, from as many threads as there are.
///
/// What ``ReferenceSet/score(_:mask:structures:)`` does, keeping the working memory of a call for the next: for whoever
/// has more than one image. It holds as much of it as calls have ever run at once.
public final class ReferenceScorer: Sendable {
    public let references: ReferenceSet
    private let scorers: Pool<CaseScorer<SingleAtlasClassifier>>
    private let segmenters: Pool<MultiAtlasSegmenter>
    private let screeners: Pool<RadiographScreener>

    public init(_ references: ReferenceSet) {
        self.references = references
        scorers = Pool { references.caseScorer() }
        segmenters = Pool { MultiAtlasSegmenter(set: references) }
        screeners = Pool { RadiographScreener(set: references) }
    }

    /// As ``ReferenceSet/score(_:masks:structures:)``.
    ///
    /// - Throws: ``InputError`` as there.
    public func score(
        _ image: GrayscaleImage, masks: [LabelMap], structures: StructureList? = nil
    ) throws(InputError) -> [NamedScore] {
        try ProcessorSupport.check()
        let scorer = scorers.take()
        defer { scorers.give(scorer) }
        return try references.score(image, masks: masks, structures: structures, by: scorer.value)
    }

    /// Segments an image by registering references and fusing their labels, as `rca-cli segment` does.
    ///
    /// - Throws: ``InputError``: `machine unsupported` as ``ReferenceSet/init(_:)``, `reference set invalid` where the
    ///   set holds nothing but this radiograph.
    public func segment(_ image: GrayscaleImage) throws(InputError) -> Segmentation {
        try ProcessorSupport.check()
        let segmenter = segmenters.take()
        defer { segmenters.give(segmenter) }
        let result = segmenter.value.segment(image)
        guard !result.atlases.isEmpty else {
            throw InputError(
                .referenceInvalid, "the reference set", "holds nothing but this radiograph",
                remedy: "use a larger reference set")
        }
        return result
    }

    /// Judges an image before there is any mask, as `rca-cli screen` does.
    ///
    /// - Throws: ``InputError`` (`machine unsupported`) as ``ReferenceSet/init(_:)``.
    public func screen(_ image: GrayscaleImage) throws(InputError) -> Screening {
        try ProcessorSupport.check()
        let screener = screeners.take()
        defer { screeners.give(screener) }
        return screener.value.screen(image)
    }

    /// Instances that no call uses now.
    private final class Pool<Value>: Sendable {
        /// Sendable by hand: whoever has taken it has it alone.
        struct Taken: @unchecked Sendable { let value: Value }

        private let idle = Mutex<[Taken]>([])
        private let make: @Sendable () -> Value

        init(_ make: @escaping @Sendable () -> Value) { self.make = make }

        func take() -> Taken { idle.withLock { $0.popLast() } ?? Taken(value: make()) }

        func give(_ taken: Taken) { idle.withLock { $0.append(taken) } }
    }
}
