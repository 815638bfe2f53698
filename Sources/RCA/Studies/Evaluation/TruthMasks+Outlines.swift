import Files
import Scoring

/// How far a mask's outlines lie from the true ones.
struct MeasuredOutlines: Sendable {
    /// One a structure that has a truth; nil where it is in neither mask.
    let measures: [SurfaceMeasures?]
    /// `mm` or `px`.
    let unit: String
    /// Whether the spacing is that of the image's pixels, and the image, whose size nobody knows, was taken to be as
    /// large as the mask.
    var assumesSize = false
}

extension TruthMasks {
    /// Nil where outlines are not asked for. In millimetres where the spacing of the image's pixels is given, or else
    /// that of the mask's was worked out when it was scored, or else told by the true mask's file, or else by that of
    /// the predicted one.
    func outlines(_ predicted: StructureMap, _ truth: StructureMap, of name: FileName, in folder: Int)
        -> MeasuredOutlines?
    {
        guard var settings = surfaces else { return nil }
        // Of masks of two sizes the predicted one's pixels are what distances are in, as in `rca_surface.csv`.
        let (width, height) = (predicted.labels.width, predicted.labels.height)
        let own = (width, height)
        var assumesSize = false
        let scored = scoredSpacings.indices.contains(folder) ? scoredSpacings[folder][name] : nil
        if let given = settings.spacing {
            let size = imageSizes?.size(of: name)
            // Without the image, what it was when the mask was scored is better than a guess.
            assumesSize = size == nil && scored == nil
            settings.spacing = size == nil && scored != nil ? scored : given.converted(from: size ?? own, to: own)
        } else {
            settings.spacing = scored
            if usesOwnSpacing {
                let drawn = truth.labels.pixelSpacing?.converted(
                    from: (truth.labels.width, truth.labels.height), to: own)
                settings.spacing = settings.spacing ?? drawn ?? predicted.labels.pixelSpacing
            }
        }
        let grid = MaskOverlap.commonGrid(predicted.labels, truth.labels)
        let pixels = (
            predicted: MaskOverlap.pixels(of: predicted.labels, on: grid),
            truth: MaskOverlap.pixels(of: truth.labels, on: grid)
        )
        let rowSize = (settings.spacing?.row ?? 1) * (Double(height) / Double(grid.height))
        let columnSize = (settings.spacing?.column ?? 1) * (Double(width) / Double(grid.width))
        let measures = trueStructures.enumerated().map { place, structure in
            let position = structures.firstIndex { $0.name == structure.name }
            let pair = MaskPair(
                pixels.predicted, in: predicted.table.map { $0 > 0 && Int($0) - 1 == position },
                pixels.truth, in: truth.table.map { Int($0) == place + 1 }, width: grid.width)
            return SurfaceMeasures.between(
                pair, rowSize: rowSize, columnSize: columnSize,
                tolerance: settings.tolerance(width: width, height: height))
        }
        return MeasuredOutlines(measures: measures, unit: settings.unit, assumesSize: assumesSize)
    }
}
