import Imaging
import Learning
package import Registration

/// Registers images to references by a network. Holds scratch memory: one instance a worker.
final class LearnedRegistration {
    private let network: RegistrationNetwork
    private let size: Int
    private var scratch = RegistrationScratch()

    init(_ registration: ReferenceRegistration, parameters: ReferenceParameters) {
        network = registration.network
        size = parameters.preparation.size
    }

    /// The displacements from a reference to the query, as they depend on the two images alone. There is no affine
    /// part: the network has learned to do without.
    func register(_ reference: Reference, to query: QueryImage) -> DenseTransform {
        let field = network.displacement(
            moving: RegistrationInput.values(query), fixed: RegistrationInput.values(reference), side: size,
            scratch: &scratch)
        return DenseTransform(size: size, pixelsX: field.x, pixelsY: field.y)
    }
}

extension ReferenceRegistration {
    /// The displacements between any two images that were prepared as the references were.
    ///
    /// - Parameter size: pixels a side of the prepared images.
    package func transform(fixed: QueryImage, moving: QueryImage, size: Int) -> DenseTransform {
        var scratch = RegistrationScratch()
        let field = network.displacement(
            moving: RegistrationInput.values(moving), fixed: RegistrationInput.values(fixed), side: size,
            scratch: &scratch)
        return DenseTransform(size: size, pixelsX: field.x, pixelsY: field.y)
    }
}

/// What a registering network is shown of an image: size² grey values in [0, 1].
enum RegistrationInput {
    static func values(_ query: QueryImage) -> [Float] {
        guard let shown = query.validity?.pixels else { return query.prepared.equalized.pixels }
        return zip(query.prepared.equalized.pixels, shown).map { $0 * $1 }
    }

    static func values(_ reference: Reference) -> [Float] { reference.equalized.values }
}
