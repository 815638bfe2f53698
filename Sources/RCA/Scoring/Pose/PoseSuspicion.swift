import Registration

/// Tells cheaply whether an image may lie otherwise than the references, so that a search is worth its time.
struct PoseSuspicion {
    /// Below this quality an image does not fit well as it is, where the set is too small for a yardstick of its own.
    static let qualityWithoutStatistics: Float = 0.79
    /// How much better another orientation's thumbnail must correlate with its five nearest references.
    static let orientationMargin: Float = 0.02

    /// Images that show nothing over more than this are cut or shifted often enough to look, however well what they
    /// do show fits.
    static let largestEmptyShare: Float = 0.05

    let set: ReferenceSet

    func isSuspicious(_ query: QueryImage, quality: Float) -> Bool {
        let threshold =
            set.statistics?.quality.value(atDistance: Reliability.suspiciousDistance) ?? Self.qualityWithoutStatistics
        return quality < threshold || query.emptyShare > Self.largestEmptyShare || anotherOrientationFits(query)
    }

    /// Whether the thumbnail correlates better with its nearest references turned, mirrored or inverted.
    func anotherOrientationFits(_ query: QueryImage) -> Bool {
        let thumbnail = ThumbnailIndex.thumbnail(
            query.prepared.equalized.pixels, size: set.parameters.preparation.size)
        let upright = nearness(set.thumbnails.correlations(withThumbnail: thumbnail))
        return Orientation.allCases.contains { orientation in
            let turned = orientation.undone(thumbnail, size: ThumbnailIndex.side)
            let correlations = set.thumbnails.correlations(withThumbnail: turned)
            let turnedNearness = nearness(correlations)
            let best = orientation == .upright ? 0 : turnedNearness.best
            return max(best, turnedNearness.inverted) > upright.best + Self.orientationMargin
        }
    }

    private func nearness(_ correlations: [Float]) -> (best: Float, inverted: Float) {
        let sorted = correlations.sorted()
        let count = min(5, sorted.count)
        return (
            sorted.suffix(count).reduce(0, +) / Float(count), -sorted.prefix(count).reduce(0, +) / Float(count)
        )
    }
}
