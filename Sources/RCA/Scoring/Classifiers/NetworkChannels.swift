import Imaging
import Registration

/// What networks see of the structures as further channels of a registration: the references' true shares on the fixed
/// side, the networks' probabilities of the image on the moving side.
///
/// Holds scratch memory and what it has worked out of references: one instance a worker.
final class NetworkChannels {
    /// Chosen on references against one another: see docs/classifiers.md.
    struct Settings {
        /// Of a unit of share beside a unit of normalised grey.
        var weight: Float = 16
        /// Standard deviation in pixels of the smoothing of both sides, so that outlines further apart attract one
        /// another.
        var smoothing: Float = 1.5
        /// Gauss–Newton steps after the registration by the images alone.
        var iterations = 16
    }

    private let opinions: NetworkOpinions
    private let settings: Settings
    private let size: Int
    private let structureCount: Int
    private var fixed: [Int: FixedChannels] = [:]

    init(
        _ networks: ReferenceNetworks, structureCount: Int, parameters: ReferenceParameters,
        settings: Settings = Settings()
    ) {
        opinions = NetworkOpinions(networks, parameters: parameters)
        self.settings = settings
        self.structureCount = structureCount
        size = parameters.preparation.size
    }

    /// The image's channels; nil where every network has seen it.
    func moving(_ query: QueryImage) -> [FloatStorage]? {
        opinions.means(query, known: []).map { $0.map { FloatStorage(smoothed($0)) } }
    }

    /// - Parameters:
    ///   - index: of the reference in its set.
    ///   - start: what the images alone gave.
    func refined(
        _ reference: Reference, at index: Int, moving: MovingImage, channels: [FloatStorage],
        from start: SpatialTransform, by registration: ImageRegistration
    ) -> SpatialTransform {
        let known = fixed[index] ?? worked(reference)
        fixed[index] = known
        return registration.refine(
            fixed: reference.fixed, channels: known, moving: moving, movingChannels: channels, from: start,
            iterations: settings.iterations)
    }

    private func worked(_ reference: Reference) -> FixedChannels {
        let shares = (0..<structureCount).map { structure in
            smoothed(Array(UnsafeBufferPointer(start: reference.share(of: structure), count: size * size)))
        }
        return FixedChannels(of: reference.fixed, channels: shares, weight: settings.weight)
    }

    private func smoothed(_ values: [Float]) -> [Float] {
        GaussianFilter.smoothed(Image(width: size, height: size, pixels: values), sigma: settings.smoothing).pixels
    }
}
