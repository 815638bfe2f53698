import ArgumentParser
import RCA

/// How outlines are measured, for `score` and `evaluate`.
struct SurfaceOptions: ParsableArguments {
    @Flag(
        help:
            "Measure outlines too: HD95, Hausdorff distance, average distance (ASSD) and surface Dice of each structure."
    )
    var surface = false

    @Option(
        help: ArgumentHelp(
            "With --surface: how far apart outlines may be for the surface Dice, in mm where the spacing is known, else in pixels (default: 3 mm, or 1 % of the longer side).",
            valueName: "distance"))
    var surfaceTolerance: Double?

    @Option(
        help: ArgumentHelp(
            "With --surface: millimetres from pixel to pixel of the images, as 0.175, or as 0.2,0.1 for rows and columns; masks of another size are converted. Distances are then in mm, otherwise in pixels of the mask.",
            valueName: "mm"))
    var pixelSpacing: String?

    func validate() throws {
        guard surface || (surfaceTolerance == nil && pixelSpacing == nil) else {
            throw ValidationError("--surface-tolerance and --pixel-spacing need --surface")
        }
        if let surfaceTolerance, !(0...1e9).contains(surfaceTolerance) {
            throw ValidationError("--surface-tolerance is 0 or more")
        }
    }

    /// Nil where outlines are not asked for.
    /// - Throws: ``InputError`` where the spacing cannot be read.
    func settings() throws(InputError) -> SurfaceSettings? {
        guard surface else { return nil }
        return SurfaceSettings(
            spacing: try pixelSpacing.map { text throws(InputError) in try PixelSpacing(parsing: text) },
            tolerance: surfaceTolerance)
    }
}
