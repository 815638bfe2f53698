import Imaging
import Registration

/// The first, coarse stage of the search for a film's pose: every pose on a grid, compared with the mean
/// reference at 16 × 16.
struct PoseCandidates {
    static let side = ThumbnailIndex.side
    static let rotations: [Double] = [-30, -20, -10, 0, 10, 20, 30]
    static let scales: [Double] = [0.65, 0.8, 0.9, 1, 1.15, 1.35]
    static let shifts: [Double] = [-0.25, -0.125, 0, 0.125, 0.25]
    /// Candidates that go on to the next stage, and how many of them may share orientation and polarity.
    static let count = 12
    static let countPerOrientation = 4

    struct Candidate {
        var pose: Pose
        var similarity: Float
    }

    /// The best candidates, best first.
    ///
    /// - Parameters:
    ///   - picture: the whole image, equalised, side² values.
    ///   - coverage: how much of each of them shows picture, in [0, 1]; nil for all.
    ///   - mean: the mean reference, equalised, side² values.
    ///   - rectangles: parts of the image to try.
    ///   - width, height: of the image, in pixels.
    static func best(
        picture: [Float], coverage: [Float]?, mean: [Float], rectangles: [Pose.Rectangle], width: Int, height: Int
    ) -> [Candidate] {
        let warped = ScratchBuffer(count: side * side)
        let inside = ScratchBuffer(count: side * side)
        let moving = FloatStorage(picture)
        let validity = coverage.map { FloatStorage($0.map { $0 >= 0.5 ? 1 : 0 }) }
        let fixed = FloatStorage(mean)
        var kept: [[Candidate]] = Array(repeating: [], count: 2 * Orientation.allCases.count)
        for rectangle in rectangles {
            for (index, orientation) in Orientation.allCases.enumerated() {
                for rotation in rotations {
                    for scale in scales {
                        var pose = Pose()
                        pose.rectangle = rectangle
                        pose.orientation = orientation
                        pose.rotation = rotation
                        pose.scale = scale
                        for shiftY in shifts {
                            for shiftX in shifts {
                                pose.shiftX = shiftX
                                pose.shiftY = shiftY
                                SamplingKernel.warp(
                                    moving: moving.base, validity: validity?.base, size: side,
                                    path: SamplingPath(affine: pose.frameToImage(width: width, height: height)),
                                    into: warped.base, inside: inside.base)
                                let (correlation, coverage) = compare(warped, inside, fixed)
                                // Half the frame empty is half the evidence.
                                let similarity = abs(correlation) * (0.6 + 0.4 * coverage)
                                pose.isInverted = correlation < 0
                                keep(
                                    Candidate(pose: pose, similarity: similarity),
                                    in: &kept[2 * index + (pose.isInverted ? 1 : 0)])
                            }
                        }
                    }
                }
            }
        }
        return Array(kept.joined().sorted { $0.similarity > $1.similarity }.prefix(count))
    }

    private static func compare(
        _ warped: ScratchBuffer, _ inside: ScratchBuffer, _ fixed: FloatStorage
    ) -> (correlation: Float, coverage: Float) {
        let count = side * side
        var covered: Float = 0
        for index in 0..<count { covered += inside.base[index] }
        let correlation = NormalizedCorrelation.value(
            warped.base, fixed.base, weights: inside.base, count: count)
        return (correlation, covered / Float(count))
    }

    private static func keep(_ candidate: Candidate, in list: inout [Candidate]) {
        guard list.count < countPerOrientation || candidate.similarity > list[list.count - 1].similarity else { return }
        let place = list.firstIndex { $0.similarity < candidate.similarity } ?? list.count
        list.insert(candidate, at: place)
        if list.count > countPerOrientation { list.removeLast() }
    }
}
