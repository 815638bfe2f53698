package import Imaging
import RealModule

/// What is known of the truth without having seen it: for each pixel of a square grid over the whole image, and each
/// structure, the probability that the pixel belongs to the structure.
///
/// A structure's pixels are 0 where the references' frame does not reach.
public struct TruthPosterior: Sendable, Equatable {
    /// One structure.
    public struct Structure: Sendable, Equatable {
        /// gridSize² values, row-major, in [0, 1].
        public let probability: [Float]
        /// 1 where the structure is more likely than not, else 0.
        package let likely: [Float]
        package let probabilitySum: Float
        package let likelySum: Float
        /// κ of ``ExpectedDice``: how far a mask is evidence of the truth, from 0 to 1.
        package let weightOfMask: Float
        /// The Dice that the likely pixels are expected to have with the truth, in [0, 1]; 0 where nothing is likely.
        public let selfAgreement: Float

        /// A posterior without networks: a mask has the weight that it has beside the references' vote alone.
        ///
        /// - Parameter probability: as many values as the grid has pixels, row-major, in [0, 1].
        public init(probability: [Float]) {
            self.init(probability: probability, weightOfMask: ExpectedDice.weightOfMask)
        }

        package init(probability: [Float], weightOfMask: Float) {
            self.probability = probability
            self.weightOfMask = weightOfMask
            likely = probability.map { $0 > 0.5 ? 1 : 0 }
            probabilitySum = FloatSums.sum(probability)
            likelySum = FloatSums.sum(likely)
            let both = FloatSums.dot(probability, likely)
            selfAgreement = likelySum > 0 ? 2 * both / (probabilitySum + likelySum) : 0
        }
    }

    /// Pixels a side of the grid.
    public let gridSize: Int
    /// One for each structure of the set, in its order.
    public let structures: [Structure]

    /// - Parameters:
    ///   - gridSize: pixels a side.
    ///   - structures: one for each structure of the set, in its order.
    /// - Precondition: every structure has gridSize² values.
    public init(gridSize: Int, structures: [Structure]) {
        precondition(structures.allSatisfy { $0.probability.count == gridSize * gridSize }, "structures fill the grid")
        self.gridSize = gridSize
        self.structures = structures
    }

    /// - Parameters:
    ///   - evidence: one for each structure.
    ///   - misfit: ``PosteriorModel/misfit(distance:)``.
    ///   - frameToImage: from the frame of the evidence to the image.
    package init(
        _ evidence: [PosteriorEvidence], model: PosteriorModel, misfit: Float, frameToImage: AffineMap, gridSize: Int
    ) {
        self.gridSize = gridSize
        let places = FramePlaces(frameToImage: frameToImage, gridSize: gridSize)
        structures = evidence.enumerated().map { position, evidence in
            let slopes = model.structures[position]
            func probability(_ logits: [Float]) -> [Float] {
                places.seen(logits, outside: -.infinity).map(Logistic.value)
            }
            let ofReferences = probability(evidence.voteLogits(slopes, misfit: misfit))
            guard let logits = evidence.networkLogits(slopes, misfit: misfit) else {
                return Structure(probability: ofReferences)
            }
            return Structure(
                probability: zip(ofReferences, probability(logits)).map { ($0 + $1) / 2 },
                weightOfMask: slopes.network?.weightOfMask ?? ExpectedDice.weightOfMask)
        }
    }

    /// The mean over structures of what the posterior leaves open, 1 − ``Structure/selfAgreement``.
    package var doubt: Float {
        structures.isEmpty ? 1 : structures.reduce(0) { $0 + 1 - $1.selfAgreement } / Float(structures.count)
    }
}

/// Where the pixels of a grid over an image lie in the frame.
package struct FramePlaces {
    private let gridSize: Int
    private let imageToFrame: AffineMap?
    private let isIdentity: Bool

    package init(frameToImage: AffineMap, gridSize: Int) {
        self.gridSize = gridSize
        isIdentity = frameToImage == .identity
        imageToFrame = frameToImage.inverse
    }

    /// The pixels of the grid over the image whose centres lie outside the frame.
    var outside: [Int] { isIdentity ? [] : (0..<gridSize * gridSize).filter { position($0) == nil } }

    /// Where the centre of a pixel lies in the frame; nil for one outside.
    @inline(__always)
    private func position(_ index: Int) -> (x: Double, y: Double)? {
        let size = Double(gridSize)
        let position = imageToFrame?.apply(
            x: (Double(index % gridSize) + 0.5) / size, y: (Double(index / gridSize) + 0.5) / size)
        guard let position, (0..<1).contains(position.x), (0..<1).contains(position.y) else { return nil }
        return position
    }

    /// Values on the grid over the frame, seen from the image by linear interpolation.
    package func seen(_ values: [Float], outside: Float) -> [Float] {
        if isIdentity { return values }
        let size = Double(gridSize)
        return values.indices.map { index in
            guard let position = position(index) else { return outside }
            let across = Float(min(max(position.x * size - 0.5, 0), size - 1))
            let down = Float(min(max(position.y * size - 0.5, 0), size - 1))
            let (column, row) = (min(Int(across), gridSize - 2), min(Int(down), gridSize - 2))
            let (right, lower) = (across - Float(column), down - Float(row))
            let corner = row * gridSize + column
            let first = values[corner] + (values[corner + 1] - values[corner]) * right
            let second =
                values[corner + gridSize] + (values[corner + gridSize + 1] - values[corner + gridSize]) * right
            return first + (second - first) * lower
        }
    }
}

/// The logistic function.
enum Logistic {
    /// Beyond this it is 0 or 1 for every purpose here, and not worked out.
    private static let reach: Float = 9

    static func value(_ logit: Float) -> Float {
        if logit >= reach { return 1 }
        if logit <= -reach { return 0 }
        return 1 / (1 + Float.exp(-logit))
    }
}

/// Sums of many values, eight at a time, in a fixed order.
enum FloatSums {
    static func sum(_ values: [Float]) -> Float {
        values.withUnsafeBytes { values in
            let whole = values.count / 32 * 32
            var lanes = SIMD8<Float>.zero
            for offset in stride(from: 0, to: whole, by: 32) {
                lanes += values.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
            }
            var sum = lanes.sum()
            for offset in stride(from: whole, to: values.count, by: 4) {
                sum += values.load(fromByteOffset: offset, as: Float.self)
            }
            return sum
        }
    }

    /// - Precondition: both have as many values.
    static func dot(_ first: [Float], _ second: [Float]) -> Float {
        precondition(first.count == second.count, "sums over grids of one size")
        return first.withUnsafeBytes { first in
            second.withUnsafeBytes { second in
                let whole = first.count / 32 * 32
                var lanes = SIMD8<Float>.zero
                for offset in stride(from: 0, to: whole, by: 32) {
                    lanes +=
                        first.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
                        * second.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
                }
                var sum = lanes.sum()
                for offset in stride(from: whole, to: first.count, by: 4) {
                    sum +=
                        first.load(fromByteOffset: offset, as: Float.self)
                        * second.load(fromByteOffset: offset, as: Float.self)
                }
                return sum
            }
        }
    }
}
