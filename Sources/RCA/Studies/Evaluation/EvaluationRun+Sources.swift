import Evaluation
import Files
import Imaging
import Reporting
import Scoring
import Tables

extension EvaluationRun {
    func image(_ name: FileName, in source: String, cluster: String?, _ patients: PatientNames) -> String {
        switch request.cluster {
        case .mask: source.isEmpty ? name.text : source + "/" + name.text
        case .image, .column: cluster ?? patients[stem(name)]
        }
    }

    private func stem(_ name: FileName) -> String {
        FileStem(of: name.text, droppingSuffixes: suffixes).text
    }

    private func patients(_ sources: [JoinedScores.Source]) throws(InputError) -> PatientNames {
        try PatientNames(
            request.patientPattern,
            images: sources.flatMap { $0.predictions.names.intersection($0.truth.names) }.map(stem))
    }

    func noteOnClusters(_ sources: [JoinedScores.Source]) -> [String] {
        let count = sources.reduce(0) { $0 + $1.truth.unclustered.intersection($1.predictions.names).count }
        guard let column = clusterColumn, count > 0 else { return [] }
        let masks = count == 1 ? "1 mask has" : "\(DecimalText.count(count)) masks have"
        return ["\(masks) no entry in the column \"\(column)\": each of their images counts by itself."]
    }

    private var clusterColumn: String? {
        if case .column(let name) = request.cluster { name } else { nil }
    }

    func sources() async throws(InputError) -> (
        [JoinedScores.Source], notes: [String], patients: PatientNames, surfaces: [EvaluationReport.Surfaces]
    ) {
        var sources: [PredictionSource] = []
        switch request.predictions {
        case .table(let path, let columns):
            let (predictions, truth) = try TableColumns.read(
                CSVTable(path: path), columns: columns, cluster: clusterColumn, suffixes: suffixes)
            let source = JoinedScores.Source(name: "", predictions: predictions, truth: truth)
            return ([source], [], try patients([source]), [])
        case .scores(let paths): sources = try PredictionSource.scores(at: paths)
        case .details(let paths):
            sources = paths.enumerated().map { PredictionSource(path: $1, kind: .details, argument: $0) }
        }
        try TruthTables.checkIsOnce(sources.map(\.path))
        var notes = RecordedRun.differences(
            sources.compactMap { source in RecordedRun.record(at: source.path).map { (source.path, $0) } })
        var folders: [String] = []
        var truthMasks: TruthMasks?
        // The predicted ones of each source.
        var outlines: [[SurfaceRow]?] = []
        if case .masks(let masks, let truth, let structures, let trueStructures) = request.truth {
            (sources, folders) = try MaskFolders.matched(sources, with: masks, scores: request.predictions)
            let completed = request.surfaces.map { SurfaceTables.completed($0, from: sources) }
            var surfaces = completed?.settings
            if surfaces != nil {
                for source in sources { outlines.append(try SurfaceTables.predictions(of: source)) }
            }
            let spacings = outlines.map(SurfaceTables.spacings)
            // What was worked out for each mask is as exact as what the record says of all images, and needs no image.
            if request.surfaces?.spacing == nil, !spacings.isEmpty, spacings.allSatisfy({ !$0.isEmpty }) {
                surfaces?.spacing = nil
            }
            truthMasks = try TruthMasks(
                folder: truth, structures: structures, trueStructures: trueStructures, suffixes: suffixes,
                threads: request.threads, surfaces: surfaces,
                usesOwnSpacing: SurfaceTables.allowMillimetres(outlines),
                maskOrientation: request.maskOrientation ?? SurfaceTables.maskOrientation(of: sources))
            truthMasks?.scoredSpacings = spacings
            truthMasks?.scoredFiles = zip(sources, folders).map { ScoredFiles(at: $0.path, masks: $1) }
            if surfaces?.spacing != nil {
                truthMasks?.imageSizes = (request.images ?? completed?.images).flatMap {
                    ImageSizes($0, suffixes: suffixes)
                }
            }
        } else if request.surfaces != nil {
            throw InputError(
                .optionInvalid, "--surface", "outlines are measured on masks",
                remedy: "give the true ones with --truth-masks")
        }
        let names = sources.count == 1 ? [""] : SourceNames.distinct(sources.map(\.path), or: sources.map(\.name))
        let predictions = try sources.map { source throws(InputError) in try source.read() }
        var truths: [TruthMasks.Scores] = []
        if let truthMasks {
            for (number, folder) in folders.enumerated() {
                truths.append(try await truthMasks.scores(of: folder, folder: number))
            }
            let resizedCount = truths.reduce(0) { $0 + $1.resizedCount }
            if resizedCount > 0 {
                notes.append(
                    "\(resizedCount) \(resizedCount == 1 ? "mask has" : "masks have") another size than the true one: each "
                        + "pixel of the smaller of both counts as a block of pixels of the larger.")
            }
        } else if case .tables(let paths) = request.truth {
            let tables = try TruthTables(paths, for: sources.map(\.forTruth))
            truths = try tables.scores(of: predictions.map(\.names), cluster: clusterColumn)
                .map { TruthMasks.Scores(truth: $0) }
            notes += tables.allNotes
        }
        let joined = sources.indices.map {
            JoinedScores.Source(
                name: names[$0], predictions: predictions[$0], truth: truths[$0].truth, failures: truths[$0].failures)
        }
        let patients = try patients(joined)
        guard let truthMasks, let settings = truthMasks.surfaces else { return (joined, notes, patients, []) }
        if outlines.contains(where: { $0 == nil }) {
            notes.append("Outlines were not predicted: 'rca-cli score --surface' writes \(SurfaceTables.name).")
        }
        let tables = try SurfaceTables(
            sources.indices.map {
                SurfaceTables.Source(name: names[$0], predicted: outlines[$0], real: truths[$0].surfaces)
            }, settings: settings)
        let surfaces = tables.compared(structures: truthMasks.trueStructures.map(\.name)) {
            image($0, in: $1.name, cluster: nil, patients)
        }
        return (joined, notes + tables.notes, patients, surfaces)
    }
}
