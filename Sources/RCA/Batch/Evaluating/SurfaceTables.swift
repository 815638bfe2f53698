import Evaluation
import Imaging
import Reporting
import Scoring

/// Real outlines beside predicted ones.
struct SurfaceTables {
    static let name = "rca_surface.csv"

    /// The outlines of one folder of masks.
    struct Source {
        /// Empty where there is only one.
        let name: String
        /// The rows of `rca_surface.csv`; nil where there is no such file.
        let predicted: [SurfaceRow]?
        let real: [FileName: [SurfaceMeasures?]]
    }

    /// - Returns: nil where the folder has no table of outlines.
    static func predictions(of source: PredictionSource) throws(InputError) -> [SurfaceRow]? {
        guard source.kind == .folder, try FolderListing(path: source.path).files.contains(name) else { return nil }
        return try SurfaceRow.rows(of: CSVTable(path: joined(source.path, name)))
    }

    /// The settings of a run of `score`, where its record says them, for what was not given.
    static func completed(_ settings: SurfaceSettings, from sources: [PredictionSource]) -> SurfaceSettings {
        var settings = settings
        for source in sources where source.kind == .folder {
            let path = joined(source.path, "rca_run.json")
            guard let bytes = try? InputFile.read(at: path), let run = try? RunRecord(json: bytes, source: path)
            else { continue }
            for parameter in run.parameters {
                switch (parameter.name, parameter.value) {
                case ("pixel-spacing", .text(let text)):
                    settings.spacing = settings.spacing ?? (try? PixelSpacing(parsing: text))
                case ("surface-tolerance", .number(let value)): settings.tolerance = settings.tolerance ?? value
                case ("surface-tolerance", .integer(let value)):
                    settings.tolerance = settings.tolerance ?? Double(value)
                default: break
                }
            }
        }
        return settings
    }

    /// One entry a structure that has a truth.
    /// - Parameter image: which image a mask belongs to.
    /// - Throws: ``InputError`` where predicted distances are in another unit than the real ones.
    static func compared(
        _ sources: [Source], structures: [String], settings: SurfaceSettings,
        image: (FileName, Source) -> String
    ) throws(InputError) -> [EvaluationReport.Surfaces] {
        var predicted: [[FileName: [String: SurfaceRow]]] = []
        for source in sources {
            var rows: [FileName: [String: SurfaceRow]] = [:]
            for row in source.predicted ?? [] {
                guard row.unit == settings.unit else {
                    throw InputError(
                        .optionInvalid, "--pixel-spacing",
                        "the predicted distances are in \(row.unit), the real ones would be in \(settings.unit)",
                        remedy: "give the spacing that 'rca-cli score' had, or none")
                }
                rows[FileName(row.fname), default: [:]][row.structure] = row
            }
            predicted.append(rows)
        }
        return structures.enumerated().map { position, structure in
            func comparison(
                _ predictedFigure: (SurfaceRow) -> Float?, _ realFigure: (SurfaceMeasures) -> Double
            ) -> SurfaceComparison {
                var figures: [(predicted: Double?, real: Double?, image: String)] = []
                for (source, rows) in zip(sources, predicted) {
                    let names = source.real.keys.sorted { $0.text.precedesInBytes($1.text) }
                    for name in names {
                        figures.append(
                            (
                                rows[name]?[structure].flatMap(predictedFigure).map { Double($0) },
                                source.real[name]?[position].map(realFigure), image(name, source)
                            ))
                    }
                }
                return SurfaceComparison(figures)
            }
            return EvaluationReport.Surfaces(
                structure: structure, unit: settings.unit,
                tolerance: settings.tolerance ?? (settings.spacing == nil ? nil : SurfaceSettings.defaultMillimetres),
                hausdorff95: comparison(\.hausdorff95, \.hausdorff95),
                hausdorff: comparison(\.hausdorff, \.hausdorff), average: comparison(\.average, \.average),
                surfaceDice: comparison(\.surfaceDice, \.surfaceDice))
        }
    }
}
