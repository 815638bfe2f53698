import Imaging
import Learning
import Registration

/// Asks laterality networks whether a radiograph is mirrored. Holds scratch memory: one instance a worker.
package final class LateralityOpinion {
    private let networks: ReferenceNetworks
    private let laterality: LateralityNetworks
    /// The networks that see the structures.
    let structures: NetworkOpinions
    let preparation: PreparationParameters
    private var size: Int { preparation.size }
    private var scratch = NetworkScratch()

    /// Nil where there are no such networks.
    package init?(_ networks: ReferenceNetworks, parameters: ReferenceParameters) {
        guard let laterality = networks.laterality else { return nil }
        self.networks = networks
        self.laterality = laterality
        structures = NetworkOpinions(networks, parameters: parameters)
        preparation = parameters.preparation
    }

    /// What the opinion is worth; nil where that is not known.
    var model: LateralityModel? { laterality.model }

    /// How clearly a radiograph that stands upright in its frame lies as the references do: 1 where each half of the
    /// chest is surely where theirs is, −1 where they are surely exchanged, 0 where nothing is known. The mirrored
    /// radiograph's is its negative. Nil where every network has seen the image.
    ///
    /// - Parameter known: positions of the references that show the image itself.
    package func uprightness(_ query: QueryImage, known: [Int]) -> Float? {
        let asked = networks.unseen(known: known)
        guard !asked.isEmpty else { return nil }
        let input = NetworkInput.values(query)
        let turnedOver = BodySides.mirrored(input, side: size)
        let sum = asked.reduce(Float(0)) { $0 + (side(input, by: $1) - side(turnedOver, by: $1)) / 2 }
        return sum / Float(asked.count)
    }

    /// The same by one network that is shown the radiograph as it is alone: for a first glance.
    func glance(_ query: QueryImage, known: [Int]) -> Float? {
        networks.unseen(known: known).first.map { side(NetworkInput.values(query), by: $0) }
    }

    /// How much of the chest's width, or height, reaches each edge of the frame, in [0, 1]: nearly 1 where it is cut off
    /// there, 0 where it is not. Nil where every network has seen the image.
    package func reach(_ query: QueryImage, known: [Int]) -> ChestReach? {
        let asked = networks.unseen(known: known)
        guard let first = asked.first else { return nil }
        let input = NetworkInput.values(query)
        return ChestReach(
            laterality.networks[first].predict(input, side: size, scratch: &scratch), side: size)
    }

    /// The mean over the chest of how sure a network is of the side that a pixel would show unmirrored.
    private func side(_ input: [Float], by network: Int) -> Float {
        let probabilities = laterality.networks[network].predict(input, side: size, scratch: &scratch)
        return BodySides.uprightness(probabilities, side: size)
    }
}
