/// How far the outlines of two masks lie apart.
///
/// Two definitions of an outline are in use, and each figure has that of the library it is known from:
/// - ``hausdorff95``, ``hausdorff`` and ``assd`` are MedPy's `hd95`, `hd` and `assd`: the outline are the pixels of
///   a mask that have one of their four neighbours outside of it, or outside of the image;
/// - ``surfaceDice`` is surface-distance's `compute_surface_dice_at_tolerance` (Nikolov et al. 2018): the outline are
///   pieces of contour through the corners of pixels, each as long as the four pixels around it say.
public struct SurfaceMeasures: Sendable, Equatable {
    /// The 95th percentile of the distances of all outline pixels of both masks to the other's outline, between two of
    /// them linear.
    public let hausdorff95: Double
    /// The largest of these distances (Hausdorff 1914).
    public let hausdorff: Double
    /// Their mean: the average symmetric surface distance.
    public let assd: Double
    /// The share of both contours' length that lies within the tolerance of the other, 0 to 1.
    public let surfaceDice: Double

    package init(hausdorff95: Double, hausdorff: Double, assd: Double, surfaceDice: Double) {
        self.hausdorff95 = hausdorff95
        self.hausdorff = hausdorff
        self.assd = assd
        self.surfaceDice = surfaceDice
    }

    /// Of two masks of which one is empty: nothing is near to nothing.
    public static let apart = SurfaceMeasures(
        hausdorff95: .infinity, hausdorff: .infinity, assd: .infinity, surfaceDice: 0)

    /// - Parameters:
    ///   - rowSize, columnSize: of a pixel: the distances' unit is theirs.
    ///   - tolerance: of the surface Dice, in that unit; not negative. A contour at the tolerance is within.
    /// - Returns: nil where both masks are empty: there is no outline to speak of. ``apart`` where one is.
    package static func between(
        _ masks: MaskPair, rowSize: Double, columnSize: Double, tolerance: Double
    ) -> SurfaceMeasures? {
        let isEmpty = (first: !masks.first.contains(true), second: !masks.second.contains(true))
        if isEmpty.first && isEmpty.second { return nil }
        if isEmpty.first || isEmpty.second { return .apart }
        let distances = BorderPixels.distances(masks, rowSize: rowSize, columnSize: columnSize).sorted()
        let place = Double(distances.count - 1) * 0.95
        let below = distances[Int(place)]
        let above = distances[min(Int(place) + 1, distances.count - 1)]
        let contours = Contours(masks, rowSize: rowSize, columnSize: columnSize)
        return SurfaceMeasures(
            hausdorff95: below + (above - below) * (place - place.rounded(.down)),
            hausdorff: distances[distances.count - 1], assd: distances.reduce(0, +) / Double(distances.count),
            surfaceDice: contours.share(within: tolerance))
    }
}
