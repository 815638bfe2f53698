import ArgumentParser
import RCA

/// How outlines are measured, for `score` and `evaluate`.
struct SurfaceOptions: ParsableArguments {
    @Flag(
        help:
            "Also measure the outlines of each structure: HD95, Hausdorff distance, average distance (ASSD) and surface Dice."
    )
    var surface = false

    @Option(
        help: ArgumentHelp(
            "With --surface: how far apart outlines may be and still agree in the surface Dice, in mm if the pixel spacing is known, else in pixels (default: 3 mm, or 1 % of the longer side).",
            valueName: "distance"))
    var surfaceTolerance: Double?

    @Option(
        help: ArgumentHelp(
            "With --surface: pixel spacing of the images in mm, for example 0.175, or 0.2,0.1 for rows and columns; converted for masks of another size. Distances are then in mm, otherwise in pixels of the mask.",
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
