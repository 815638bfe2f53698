import Imaging
import Learning
import RealModule

/// Asks the networks about images. Holds scratch memory: one instance a worker.
package final class NetworkOpinions {
    private let networks: ReferenceNetworks
    private let structureCount: Int
    private let size: Int
    private let gridSize: Int
    private var scratch = NetworkScratch()

    init(_ networks: ReferenceNetworks, parameters: ReferenceParameters) {
        self.networks = networks
        structureCount = networks.networks[0].shape.classes - 1
        size = parameters.preparation.size
        gridSize = parameters.labelGridSize
    }

    /// The logits of each structure on the label grid over the query's frame, within ±
    /// ``PosteriorModel/largestNetwork``, from the mean of the networks' probabilities; nil where every network has
    /// seen the image.
    ///
    /// - Parameter known: positions of the references that show the image itself.
    func logits(_ query: QueryImage, known: [Int]) -> [[Float]]? {
        guard let (sums, share) = summed(query, known: known) else { return nil }
        let count = size * size
        return (0..<structureCount).map { structure in
            let logits = sums[structure * count..<(structure + 1) * count].map { Self.logit($0 * share) }
            return Image(width: size, height: size, pixels: logits).enlarged(to: gridSize)
        }
    }

    /// The mean of the networks' probabilities, laid out as ``logits(_:known:)``; their sum at a pixel is 1 at most.
    func probabilities(_ query: QueryImage, known: [Int]) -> [[Float]]? {
        means(query, known: known).map { means in
            means.map { Image(width: size, height: size, pixels: $0).enlarged(to: gridSize) }
        }
    }

    /// The same on the networks' own grid.
    func means(_ query: QueryImage, known: [Int]) -> [[Float]]? {
        summed(query, known: known).map { asked in
            (0..<structureCount).map { structure in
                let count = size * size
                return asked.sums[structure * count..<(structure + 1) * count].map { $0 * asked.share }
            }
        }
    }

    /// How sure the networks are of the structures that they see (``sureness(of:)``); nil where every network has seen the
    /// image.
    ///
    /// - Parameter known: positions of the references that show the image itself.
    func sureness(_ query: QueryImage, known: [Int]) -> Float? {
        means(query, known: known).map { means in
            Self.sureness(of: (0..<size * size).map { pixel in means.reduce(0) { $0 + $1[pixel] } })
        }
    }

    /// The mean of |2 p − 1| over all pixels, each weighed by p, in [0, 1]; 0 where nothing is seen.
    ///
    /// - Parameter shares: p, each pixel's probability of lying in any structure.
    package static func sureness(of shares: [Float]) -> Float {
        let mass = shares.reduce(0, +)
        return mass > 0 ? shares.reduce(0) { $0 + $1 * abs(2 * $1 - 1) } / mass : 0
    }

    /// The sums of the probabilities over the networks asked, and 1 over their number.
    private func summed(_ query: QueryImage, known: [Int]) -> (sums: [Float], share: Float)? {
        let asked = networks.unseen(known: known)
        guard !asked.isEmpty else { return nil }
        let input = NetworkInput.values(query)
        let count = size * size
        var sums = [Float](repeating: 0, count: structureCount * count)
        for network in asked {
            let probabilities = networks.networks[network].predict(input, side: size, scratch: &scratch)
            for index in sums.indices { sums[index] += probabilities[count + index] }
        }
        return (sums, 1 / Float(asked.count))
    }

    private static let nearly = 1 / (1 + Float.exp(-PosteriorModel.largestNetwork))

    private static func logit(_ probability: Float) -> Float {
        if probability >= nearly { return PosteriorModel.largestNetwork }
        if probability <= 1 - nearly { return -PosteriorModel.largestNetwork }
        return Float.log(probability / (1 - probability))
    }
}
