public import Imaging

/// What reverse classification says of a structure's outline: the best over the references, each figure for itself.
///
/// Nil where the structure is in neither map for every reference; infinite distances and a surface Dice of 0 where it
/// is in one of both for all of them.
public struct SurfaceScore: Sendable, Equatable {
    /// The least of ``SurfaceMeasures/hausdorff95``, in ``unit``.
    public let hausdorff95: Float?
    /// The least of ``SurfaceMeasures/hausdorff``, in ``unit``.
    public let hausdorff: Float?
    /// The least of ``SurfaceMeasures/assd``, in ``unit``.
    public let assd: Float?
    /// The largest of ``SurfaceMeasures/surfaceDice``, 0 to 1.
    public let surfaceDice: Float?
    /// `px`, pixels of the mask, or `mm`.
    public let unit: String

    init(_ measures: [SurfaceMeasures?], unit: String) {
        let defined = measures.compactMap { $0 }
        hausdorff95 = defined.map(\.hausdorff95).min().map { Float($0) }
        hausdorff = defined.map(\.hausdorff).min().map { Float($0) }
        assd = defined.map(\.assd).min().map { Float($0) }
        surfaceDice = defined.map(\.surfaceDice).max().map { Float($0) }
        self.unit = unit
    }
}

/// How outlines are measured.
public struct SurfaceSettings: Sendable, Equatable {
    /// Of the images' pixels; nil where it is not known, and distances are in pixels.
    public var spacing: PixelSpacing?
    /// What the surface Dice lets pass, in mm where the spacing is known, else in pixels; nil for
    /// ``defaultMillimetres``, and for ``defaultShare`` of the longer side.
    public var tolerance: Double?

    /// A cell of the grid that references are compared on is about as large on a chest radiograph.
    public static let defaultMillimetres = 3.0
    /// As much without a spacing: of the longer side of the image.
    public static let defaultShare = 0.01

    public init(spacing: PixelSpacing? = nil, tolerance: Double? = nil) {
        self.spacing = spacing
        self.tolerance = tolerance
    }

    /// With the spacing that the image's own file tells, where none is given.
    public func completed(from image: GrayscaleImage) -> SurfaceSettings {
        SurfaceSettings(spacing: spacing ?? image.pixelSpacing, tolerance: tolerance)
    }

    /// What distances are in: `mm` or `px`.
    public var unit: String { spacing == nil ? "px" : "mm" }

    /// The tolerance for a mask of so many pixels.
    package func tolerance(width: Int, height: Int) -> Double {
        tolerance ?? (spacing == nil ? Self.defaultShare * Double(max(width, height)) : Self.defaultMillimetres)
    }
}
