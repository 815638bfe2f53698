import Evaluation
import Imaging
import Reporting
import Scoring
import Tables

/// Real outlines beside predicted ones.
struct SurfaceTables {
    static let name = "rca_surface.csv"

    /// The outlines of one folder of masks.
    struct Source {
        /// Empty where there is only one.
        let name: String
        /// The rows of `rca_surface.csv`; nil where there is no such file.
        let predicted: [SurfaceRow]?
        let real: [FileName: MeasuredOutlines]
    }

    /// - Returns: nil where the folder has no table of outlines.
    static func predictions(of source: PredictionSource) throws(InputError) -> [SurfaceRow]? {
        guard source.kind == .folder, try FolderListing(path: source.path).files.contains(name) else { return nil }
        return try SurfaceRow.rows(of: CSVTable(path: joined(source.path, name)))
    }

    /// How masks lay on their images in the runs of `score`, where a record says it.
    static func maskOrientation(of sources: [PredictionSource]) -> MaskOrientation? {
        for source in sources where source.kind == .folder {
            guard let text = RecordedRun.record(at: source.path)?.text("mask-orientation") else { continue }
            return MaskOrientation(rawValue: text)
        }
        return nil
    }

    /// The settings of a run of `score`, where its record says them, for what was not given, and the images it names.
    static func completed(
        _ settings: SurfaceSettings, from sources: [PredictionSource]
    ) -> (settings: SurfaceSettings, images: String?) {
        var settings = settings
        var images: String?
        for source in sources where source.kind == .folder {
            guard let run = RecordedRun.record(at: source.path) else { continue }
            images = images ?? run.path("images")
            settings.spacing = settings.spacing ?? run.text("pixel-spacing").flatMap { try? PixelSpacing(parsing: $0) }
            settings.tolerance = settings.tolerance ?? run.number("surface-tolerance")
        }
        return (settings, images)
    }

    /// The spacing of the masks' pixels, where it was known when they were scored.
    static func spacings(_ rows: [SurfaceRow]?) -> [FileName: PixelSpacing] {
        Dictionary(
            (rows ?? []).compactMap { row in row.spacing.map { (FileName(row.fname), $0) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// Whether the masks' own files may tell the spacing: not where all predicted distances are in pixels.
    static func allowMillimetres(_ predicted: [[SurfaceRow]?]) -> Bool {
        let units = Set(predicted.flatMap { $0 ?? [] }.map(\.unit))
        return units.isEmpty || units.contains("mm")
    }

    /// What a person should know of the figures.
    let notes: [String]
    /// Of all figures.
    private let unit: String
    private let settings: SurfaceSettings
    private let sources: [Source]
    /// By mask and structure, one a source.
    private let predicted: [[FileName: [String: SurfaceRow]]]
    /// Masks that have distances in the other unit, one a source.
    private let leftOut: [Set<FileName>]

    /// - Throws: ``InputError`` where predicted distances are in another unit than the true ones.
    init(_ sources: [Source], settings: SurfaceSettings) throws(InputError) {
        let units = Set(sources.flatMap { $0.real.values.map(\.unit) })
        let unit = units.contains("mm") ? "mm" : "px"
        var predicted: [[FileName: [String: SurfaceRow]]] = []
        var leftOut: [Set<FileName>] = []
        for source in sources {
            var rows: [FileName: [String: SurfaceRow]] = [:]
            var others = Set(source.real.filter { $0.value.unit != unit }.keys)
            for row in source.predicted ?? [] {
                let name = FileName(row.fname)
                if row.unit == unit || units.isEmpty {
                    rows[name, default: [:]][row.structure] = row
                } else if unit == "mm", settings.spacing == nil {
                    others.insert(name)
                } else {
                    throw InputError(
                        .optionInvalid, "--pixel-spacing",
                        "the predicted distances are in \(row.unit), the true ones would be in \(unit)",
                        remedy: "give the spacing that 'rca-cli score' had, or none; "
                            + "where it was that of the images' files, give it here")
                }
            }
            predicted.append(rows)
            leftOut.append(others)
        }
        let count = leftOut.reduce(0) { $0 + $1.count }
        var notes: [String] = []
        if count > 0 {
            notes.append(
                "\(count) \(count == 1 ? "mask is" : "masks are") left out of the outlines' figures, which are in mm: "
                    + "no file tells the spacing of the pixels (--pixel-spacing does).")
        }
        let assumed = sources.reduce(0) { $0 + $1.real.values.count { $0.assumesSize } }
        if assumed > 0 {
            notes.append(
                "--pixel-spacing is of the images' pixels. The images of \(assumed) \(assumed == 1 ? "mask" : "masks") were "
                    + "not found (--images says where they are): they are taken to be as large as their masks.")
        }
        self.notes = notes
        (self.sources, self.settings, self.unit) = (sources, settings, unit)
        (self.predicted, self.leftOut) = (predicted, leftOut)
    }

    /// One entry a structure that has a truth.
    /// - Parameter image: which image a mask belongs to.
    func compared(structures: [String], image: (FileName, Source) -> String) -> [EvaluationReport.Surfaces] {
        structures.enumerated().map { position, structure in
            func comparison(
                _ predictedFigure: (SurfaceRow) -> Float?, _ realFigure: (SurfaceMeasures) -> Double
            ) -> SurfaceComparison {
                var figures: [(predicted: Double?, real: Double?, image: String)] = []
                for (number, source) in sources.enumerated() {
                    let names = source.real.keys.filter { !leftOut[number].contains($0) }
                    for name in names.sorted(by: { $0.text.precedesInBytes($1.text) }) {
                        figures.append(
                            (
                                predicted[number][name]?[structure].flatMap(predictedFigure).map { Double($0) },
                                source.real[name]?.measures[position].map(realFigure), image(name, source)
                            ))
                    }
                }
                return SurfaceComparison(figures)
            }
            return EvaluationReport.Surfaces(
                structure: structure, unit: unit,
                tolerance: settings.tolerance ?? (unit == "mm" ? SurfaceSettings.defaultMillimetres : nil),
                hausdorff95: comparison(\.hausdorff95, \.hausdorff95),
                hausdorff: comparison(\.hausdorff, \.hausdorff), assd: comparison(\.assd, \.assd),
                surfaceDice: comparison(\.surfaceDice, \.surfaceDice))
        }
    }
}
