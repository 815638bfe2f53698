import Imaging
import NumericSupport

/// Draws the truth of an image as another person would, who was trained in another place.
///
/// References and the truth of a new image are rarely drawn by the same hand, and no reference shows how the other hand
/// differs. Outlines move outwards or inwards as a whole, and here and there by themselves.
///
/// How far, the references say themselves: two people differ where outlines are hard to see, and so does a vote of
/// other people's outlines from one's own. On JSRT a second reader's lungs agree with the first's by a Jaccard index
/// of .946 and hearts by .878, which are Dice of .972 and .935 (van Ginneken, Stegmann, Loog, Medical Image Analysis
/// 2006, table 1); the Dice of the references' vote with references left out are .972 and .935.
package struct SecondReader {
    /// How much of a shift's variance the whole outline shares; the rest changes along it.
    private static let commonShare: Float = 0.5
    /// The mean size of a normal number.
    private static let meanSize: Float = 0.8
    /// Disagreements beyond this are failures of the vote, not another reader's view.
    private static let mostLoss: Float = 0.1
    private static let mostPixels: Float = 8
    private static let reach = 10

    private var random: SplitMix64
    private var fields: ReferencePerturbation

    package init(seed: UInt64) {
        random = SplitMix64(seed: seed ^ 0x2545_f491_4f6c_dd1d)
        fields = ReferencePerturbation(strength: 1, seed: seed ^ 0x9fb2_1c65_1e98_df25)
    }

    /// - Parameters:
    ///   - labels: ``ReferencePerturbation/side``² labels, 0 for background.
    ///   - losses: for each structure 1 − the Dice that two readers have on average.
    /// - Returns: as many labels, whose structures have other outlines; one that is not there stays away.
    package mutating func redrawn(_ labels: [UInt8], losses: [Float]) -> [UInt8] {
        let side = ReferencePerturbation.side
        var nearest = [Float](repeating: 0, count: labels.count)
        var redrawn = [UInt8](repeating: 0, count: labels.count)
        let (ofAll, ofEach) = (Self.commonShare.squareRoot(), (1 - Self.commonShare).squareRoot())
        for (position, loss) in losses.enumerated() {
            let common = random.sumOfTwelve()
            let wavelength = 0.05 + 0.1 * random.uniform()
            let local = fields.smoothNoise(wavelength)
            let distances = SignedDistance.distances(
                inside: labels.map { $0 == UInt8(position + 1) }, size: side, reach: Self.reach)
            let spread = Self.shift(distances, loss: min(loss, Self.mostLoss)) / Self.meanSize
            for index in labels.indices {
                let shift = spread * (ofAll * common + ofEach * local[index])
                let distance = distances[index] + min(max(shift, -Self.mostPixels), Self.mostPixels)
                if distance > nearest[index] {
                    nearest[index] = distance
                    redrawn[index] = UInt8(position + 1)
                }
            }
        }
        return redrawn
    }

    /// How many pixels an outline has to move outwards for its old and new region to have a Dice of 1 − loss.
    private static func shift(_ distances: [Float], loss: Float) -> Float {
        let area = Float(distances.count { $0 > 0 })
        let added = Int((area * 2 * loss / (1 - loss)).rounded())
        let outside = distances.filter { $0 <= 0 }.sorted(by: >)
        return added > 0 && !outside.isEmpty ? -outside[min(added, outside.count) - 1] : 0
    }
}
