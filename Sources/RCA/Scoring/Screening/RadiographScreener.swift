public import Imaging

/// Judges one image after another against a reference set, before there is any mask.
///
/// The verdict, the pose and the reasons are those of ``CaseScorer``: what it says of an image does not depend on
/// masks.
///
/// Holds scratch memory: one instance a worker. The result depends on the image and the set alone.
public final class RadiographScreener {
    private let set: ReferenceSet
    private let scorer: CaseScorer<SingleAtlasClassifier>
    private let fingerprints: FingerprintMaker

    /// - Parameters:
    ///   - set: the references.
    ///   - selection: how references are chosen; `score`'s own choice for the same verdicts.
    public init(
        set: ReferenceSet,
        selection: ReferenceSelection = ReferenceSelection(measure: .registeredCorrelation, count: 20)
    ) {
        self.set = set
        scorer = CaseScorer(set: set, selection: selection)
        scorer.wantsPosterior = true
        fingerprints = FingerprintMaker(set)
    }

    /// In the picture without its margins, laid upright and not moved further: only there its edges are the frame's.
    private func edgeReach(_ settled: SettledCase<TrainedAtlas>) -> Float? {
        let (radiograph, score) = (settled.radiograph, settled.scored.score)
        var pose = PresentationState()
        pose.rectangle = radiograph.content
        pose.orientation = score.pose.orientation
        pose.isInverted = score.pose.isInverted
        let query = QueryImage(radiograph, in: pose, parameters: set.parameters.preparation)
        return scorer.laterality?.reach(query, known: score.excluded)?.largest
    }

    public func screen(_ image: GrayscaleImage) -> Screening {
        let settled = scorer.settled(image, masks: [])
        let (score, trained) = (settled.scored.score, settled.scored.trained)
        let gridSize = set.parameters.labelGridSize
        var vote = [UInt8](repeating: 0, count: gridSize * gridSize)
        trained.consensus(into: &vote)
        let region = StructureRegion(vote, gridSize: gridSize, query: trained.query)
        let isChest = score.reliability.verdict != .notAChestXRay
        return Screening(
            reliability: score.reliability, pose: score.pose,
            size: image.size, cut: region.cut,
            edgeReach: isChest ? edgeReach(settled) : nil, blank: score.evidence?.blankShare ?? 0,
            clipped: region.clipped(in: image),
            mayBeMirrored: settled.mayBeMirrored, isFrontal: settled.isFrontal,
            knownAs: score.excluded.map { set.references[$0].name },
            fingerprint: fingerprints.fingerprint(of: settled.radiograph, in: isChest ? score.pose : nil))
    }
}

/// Where the references see structures in an image.
private struct StructureRegion {
    /// The share of the outline at the edge of the picture, in [0, 1].
    let cut: Float
    /// Outlines are not that sure: what ends so close to the edge, in shares of the image's sides, lies at it.
    private static let margin = 0.015
    /// Places in the image, both sides spanning 0...1.
    private let places: [(x: Double, y: Double)]

    /// - Parameters:
    ///   - vote: what the references see, on the label grid over the query's frame: 0 where they see nothing.
    init(_ vote: [UInt8], gridSize: Int, query: QueryImage) {
        let map = query.frameToImage
        let content = query.content
        let margin = Self.margin
        func place(_ x: Int, _ y: Int) -> (x: Double, y: Double) {
            map.apply(x: (Double(x) + 0.5) / Double(gridSize), y: (Double(y) + 0.5) / Double(gridSize))
        }
        func isPicture(_ place: (x: Double, y: Double)) -> Bool {
            place.x >= content.x + margin && place.x < content.x + content.width - margin
                && place.y >= content.y + margin && place.y < content.y + content.height - margin
        }
        var (edge, outline) = (0, 0)
        var places: [(x: Double, y: Double)] = []
        for index in vote.indices where vote[index] != 0 {
            let (x, y) = (index % gridSize, index / gridSize)
            let here = place(x, y)
            guard isPicture(here) else { continue }
            places.append(here)
            for (across, down) in [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)] {
                let isWithin = (0..<gridSize).contains(across) && (0..<gridSize).contains(down)
                let isEdge = !isPicture(place(across, down))
                if isEdge { edge += 1 }
                if isEdge || !isWithin || vote[down * gridSize + across] == 0 { outline += 1 }
            }
        }
        self.places = places
        cut = outline > 0 ? Float(edge) / Float(outline) : 0
    }

    /// The share of the structures' pixels that have the darkest or the brightest grey value found there.
    func clipped(in image: GrayscaleImage) -> Float {
        func share<Sample: FixedWidthInteger>(_ values: [Sample]) -> Float {
            let found = places.map { place in
                values[Int(place.y * Double(image.height)) * image.width + Int(place.x * Double(image.width))]
            }
            guard let low = found.min(), let high = found.max(), low < high else { return 0 }
            return Float(found.count { $0 == low || $0 == high }) / Float(found.count)
        }
        return switch image.samples {
        case .eightBit(let values): share(values)
        case .sixteenBit(let values): share(values)
        }
    }
}
