/// What reverse classification says of a structure's outline: the best over the references, each figure for itself.
///
/// Nil where the structure is in neither map for every reference; infinite distances and a surface Dice of 0 where it
/// is in one of both for all of them.
public struct SurfaceScore: Sendable, Equatable {
    /// The least of ``SurfaceMeasures/hausdorff95``, in ``unit``.
    public let hausdorff95: Float?
    /// The least of ``SurfaceMeasures/hausdorff``, in ``unit``.
    public let hausdorff: Float?
    /// The least of ``SurfaceMeasures/average``, in ``unit``.
    public let average: Float?
    /// The largest of ``SurfaceMeasures/surfaceDice``, 0 to 1.
    public let surfaceDice: Float?
    /// `px`, pixels of the mask, or `mm`.
    public let unit: String

    init(_ measures: [SurfaceMeasures?], unit: String) {
        let defined = measures.compactMap { $0 }
        hausdorff95 = defined.map(\.hausdorff95).min().map { Float($0) }
        hausdorff = defined.map(\.hausdorff).min().map { Float($0) }
        average = defined.map(\.average).min().map { Float($0) }
        surfaceDice = defined.map(\.surfaceDice).max().map { Float($0) }
        self.unit = unit
    }
}
