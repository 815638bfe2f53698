import Imaging
import Registration

/// The first, coarse stage of the search for a radiograph's pose: every pose on a grid, compared with the mean
/// reference at 16 × 16.
package struct PoseCandidates {
    static let side = PoseTemplates.side
    static let rotations: [Double] = [-30, -20, -10, 0, 10, 20, 30]
    static let scales: [Double] = [0.65, 0.8, 0.9, 1, 1.15, 1.35]
    /// Candidates that go on to the next stage, and how many of them may share orientation and polarity.
    static let count = 12
    static let countPerOrientation = 4

    package struct Candidate {
        package var pose: PresentationState
        package var similarity: Float
    }

    /// The best candidates, best first.
    ///
    /// - Parameters:
    ///   - radiograph: reduced to a size that can be sampled quickly.
    ///   - mean: the mean reference, equalised, side² values.
    ///   - rectangles: parts of the image to try.
    ///   - lying: how the radiograph is known to lie; nil to try all orientations and both polarities.
    package static func best(
        of radiograph: Radiograph, mean: [Float], rectangles: [PresentationState.Rectangle], lying: ChestSight? = nil
    ) -> [Candidate] {
        let tried = lying.map { [$0.orientation] } ?? Orientation.allCases
        let most = lying == nil ? countPerOrientation : count
        var kept: [[Candidate]] = Array(repeating: [], count: 2 * Orientation.allCases.count)
        for rectangle in rectangles {
            let small = small(radiograph, rectangle)
            let sides = (
                width: rectangle.width * Double(radiograph.width), height: rectangle.height * Double(radiograph.height)
            )
            let upright = PoseTemplates(
                mean: mean, rotations: rotations, scales: scales, width: sides.width, height: sides.height)
            // On its side, the radiograph is as wide as it was high.
            let onItsSide =
                sides.width == sides.height
                ? upright
                : PoseTemplates(
                    mean: mean, rotations: rotations, scales: scales, width: sides.height, height: sides.width)
            for (templates, orientations) in [
                (upright, tried.filter { !$0.isOnItsSide }),
                (onItsSide, tried.filter(\.isOnItsSide)),
            ] where !orientations.isEmpty {
                let radiographs = orientations.map { orientation in
                    PoseTemplates.Radiograph(
                        grey: orientation.undone(small.grey, size: side),
                        shown: orientation.undone(small.shown, size: side))
                }
                templates.match(radiographs) { match in
                    // Half the frame empty is half the evidence.
                    let similarity = abs(match.correlation) * (0.6 + 0.4 * match.coverage)
                    let isInverted = match.correlation < 0
                    if let lying, lying.isInverted != isInverted { return }
                    let orientation = orientations[match.radiograph]
                    let place = 2 * (Orientation.allCases.firstIndex(of: orientation) ?? 0) + (isInverted ? 1 : 0)
                    guard kept[place].count < most || similarity > kept[place][most - 1].similarity else { return }
                    var pose = pose(of: match, laid: orientation)
                    pose.rectangle = rectangle
                    pose.isInverted = isInverted
                    keep(Candidate(pose: pose, similarity: similarity), in: &kept[place], most: most)
                }
            }
        }
        return Array(kept.joined().sorted { $0.similarity > $1.similarity }.prefix(count))
    }

    /// A part of the radiograph at the grid's size, equalised.
    private static func small(_ radiograph: Radiograph, _ rectangle: PresentationState.Rectangle)
        -> PoseTemplates.Radiograph
    {
        var pose = PresentationState()
        pose.rectangle = rectangle
        let sampled = radiograph.resampled(
            through: pose.frameToImage(width: radiograph.width, height: radiograph.height), size: side)
        return PoseTemplates.Radiograph(
            grey: HistogramEqualization.equalized(sampled.image, coverage: sampled.coverage).pixels,
            shown: sampled.coverage.pixels.map { $0 >= 0.5 ? 1 : 0 })
    }

    /// The pose in the image of a match that was found on the radiograph laid upright.
    ///
    /// Laying it down again turns the shift along, and a mirrored radiograph turns the other way.
    static func pose(of match: PoseTemplates.Match, laid orientation: Orientation) -> PresentationState {
        let m = orientation.matrix
        var pose = PresentationState()
        pose.orientation = orientation
        pose.rotation = match.rotation == 0 ? 0 : orientation.isTurnedOver ? -match.rotation : match.rotation
        pose.scale = match.scale
        pose.shiftX = m.xx * match.shiftX + m.xy * match.shiftY
        pose.shiftY = m.yx * match.shiftX + m.yy * match.shiftY
        return pose
    }

    private static func keep(_ candidate: Candidate, in list: inout [Candidate], most: Int) {
        let place = list.firstIndex { $0.similarity < candidate.similarity } ?? list.count
        list.insert(candidate, at: place)
        if list.count > most { list.removeLast() }
    }
}
