import Imaging

/// A second look at images that registering took a long way: resampled once more where it took them, they start close
/// to the references, and what lies beyond their edge is known.
extension PoseSearch {
    /// How far registering has to take some part of the frame, in its sides, for a second look to be worth its time.
    /// Registering takes four in ten of the references' own radiographs as far.
    static let maxDisplacement = 0.04
    /// And how far below the references' median the quality must lie: below what nine in ten of them reach. On
    /// perturbed references, this spares all but one in twenty of the radiographs that lie well, and no gain is lost.
    static let improvableDistance: Float = 1
    /// How much better the registration quality must be afterwards.
    static let correctionMargin: Float = 0.01

    /// The pose with a correction of where its frame lies, or nil where that is not far, or the radiograph fits well
    /// already.
    func moved(_ pose: PresentationState, by correction: AffineMap, quality: Float) -> PresentationState? {
        let threshold =
            set.statistics?.quality.value(atDistance: Self.improvableDistance) ?? PoseSuspicion.qualityWithoutStatistics
        guard quality < threshold, correction.isUsable, correction.displacement > Self.maxDisplacement else {
            return nil
        }
        var moved = pose
        moved.correction = pose.correction.after(correction)
        return moved
    }
}

extension AffineMap {
    /// How far the middle of the frame, or the corners of what lies between a fifth and four fifths of its sides, are
    /// taken at most: about where the lungs' corners are.
    fileprivate var displacement: Double {
        let points = [(0.2, 0.2), (0.8, 0.2), (0.2, 0.8), (0.8, 0.8), (0.5, 0.5)]
        let squares = points.map { x, y in
            let moved = apply(x: x, y: y)
            return (moved.x - x) * (moved.x - x) + (moved.y - y) * (moved.y - y)
        }
        return (squares.max() ?? 0).squareRoot()
    }
}
