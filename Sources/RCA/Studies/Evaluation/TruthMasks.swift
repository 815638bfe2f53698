import Cases
import Imaging
import Machine
import Scoring

/// The true Dice of predicted masks, from the masks that a person drew.
struct TruthMasks: Sendable {
    /// The folder of true masks: label maps, or a sub-folder of binary masks for each structure.
    let folder: String
    /// What the labels of the predicted masks mean.
    let structures: StructureList
    /// What the labels of the true masks mean; structures that are not in it have no truth.
    let trueStructures: StructureList
    let suffixes: [String]
    let threads: Int
    /// Nil where outlines are not measured.
    let surfaces: SurfaceSettings?
    /// Whether the masks' own files may tell a spacing that `surfaces` does not have.
    let usesOwnSpacing: Bool
    /// The images, whose pixels the spacing of `surfaces` is about; nil where they are not known.
    var imageSizes: ImageSizes?
    /// The spacing of the masks' pixels as `rca_surface.csv` has it, one for each folder of masks.
    var scoredSpacings: [[FileName: PixelSpacing]] = []
    /// What the predicted masks were when they were scored, one for each folder of them.
    var scoredFiles: [ScoredFiles] = []
    /// How predicted masks lie on true ones where only one of both files says how it lies in the patient; nil where
    /// that must not be.
    let maskOrientation: MaskOrientation?

    /// - Parameter trueStructures: nil for those of the predictions.
    /// - Throws: ``InputError`` (`structure missing`) where the truth has a structure that the predictions have not.
    init(
        folder: String, structures: StructureList, trueStructures: StructureList?, suffixes: [String], threads: Int,
        surfaces: SurfaceSettings? = nil, usesOwnSpacing: Bool = true, maskOrientation: MaskOrientation? = nil
    ) throws(InputError) {
        self.folder = folder
        self.structures = structures
        self.trueStructures = trueStructures ?? structures
        self.suffixes = suffixes
        self.threads = threads
        self.surfaces = surfaces
        self.usesOwnSpacing = usesOwnSpacing
        self.maskOrientation = maskOrientation
        for structure in self.trueStructures where !structures.contains(where: { $0.name == structure.name }) {
            throw InputError(
                .structureMissing, "--truth-structures", "\(structure.name) is not in --structures",
                remedy: "name structures alike in both")
        }
    }

    /// The scores of a folder of predicted masks, by the masks' names, and why those are missing that have none.
    ///
    /// - Throws: ``InputError`` where a folder is missing, unreadable or without masks, or both are one.
    func scores(of masks: String, folder number: Int = 0) async throws(InputError) -> Scores {
        guard !FileIdentity.areSame(masks, folder) else {
            throw InputError(
                .optionInvalid, masks, "is the folder of the true masks as well", remedy: "give predicted masks")
        }
        let places = try FileSources.foldersAndTables(masks: [masks, folder])
        let predicted = try MaskSource.sources(
            in: masks, structures: structures.map(\.name), suffixes: suffixes, places: places)
        let drawn = try MaskSource.sources(
            in: folder, structures: trueStructures.map(\.name), suffixes: suffixes, places: places)
        var cases: [Case] = []
        var failures: [FileName: String] = [:]
        for stem in Set((predicted + drawn).flatMap { $0.namesByStem.keys }) {
            let name = (predicted + drawn).compactMap { $0.namesByStem[stem]?.first }.first.map(FileName.init)
            guard let name else { continue }
            do throws(PairingProblem) {
                cases.append(
                    Case(
                        name: name, predicted: try MaskPairing.maskFiles(stem, sources: predicted).files,
                        truth: try MaskPairing.maskFiles(stem, sources: drawn).files))
            } catch {
                failures[name] = error.problem
            }
        }
        let found = cases
        let results = await ParallelMap.run(found.count, threads: threads) { index in
            do throws(InputError) {
                return Result<Measured, InputError>.success(try measured(found[index], in: number, places))
            } catch {
                return .failure(error)
            }
        }
        var truth = ScoresByMask()
        var outlines: [FileName: MeasuredOutlines] = [:]
        var resizedCount = 0
        for structure in trueStructures { truth.declare(structure.name, estimators: ScoresByMask.real) }
        for (item, result) in zip(found, results) {
            switch result {
            case .success(let measured):
                outlines[item.name] = measured.surfaces
                if measured.isResized { resizedCount += 1 }
                for (structure, value) in zip(trueStructures, measured.dice) {
                    _ = truth.add([value], of: structure.name, item.name, estimators: ScoresByMask.real)
                }
            case .failure(let error): failures[item.name] = error.description
            }
        }
        return Scores(truth: truth, failures: failures, surfaces: outlines, resizedCount: resizedCount)
    }

    /// The true scores of a folder of masks.
    struct Scores {
        let truth: ScoresByMask
        /// Why masks have none.
        var failures: [FileName: String] = [:]
        /// How far outlines lie apart; none where they are not measured.
        var surfaces: [FileName: MeasuredOutlines] = [:]
        /// How many masks have another size than the true one.
        var resizedCount = 0
    }

    private struct Measured: Sendable {
        let dice: [Double?]
        let surfaces: MeasuredOutlines?
        let isResized: Bool
    }

    private struct Case: Sendable {
        let name: FileName
        let predicted: [MaskPairing.MaskFile]
        let truth: [MaskPairing.MaskFile]
    }

    /// The Dice of each structure that has a truth, from every pixel; nil where it is in neither mask.
    private func measured(_ item: Case, in folder: Int, _ places: FileSources) throws(InputError) -> Measured {
        let (predicted, truth) = try maps(
            item, places, scored: scoredFiles.indices.contains(folder) ? scoredFiles[folder] : nil)
        let (first, second) = (predicted.labels, truth.labels)
        guard AspectRatio.fits(first.size, second.size) else {
            throw InputError(
                .sizeMismatch, item.predicted[0].path,
                "is \(first.width) × \(first.height), the true mask \(second.width) × \(second.height)",
                remedy: "give both the same aspect ratio")
        }
        let dice = MaskOverlap.dice(
            predicted, truth,
            places: trueStructures.enumerated().map { place, structure in
                (structures.firstIndex { $0.name == structure.name }, place)
            })
        return Measured(
            dice: dice, surfaces: outlines(predicted, truth, of: item.name, in: folder),
            isResized: first.size != second.size)
    }

    /// The predicted and the true mask. JSON need not say its size, and then has the other's.
    /// - Throws: ``InputError`` where a mask cannot be read, or the predicted one is not the one that was scored.
    private func maps(
        _ item: Case, _ places: FileSources, scored: ScoredFiles?
    ) throws(InputError) -> (predicted: StructureMap, truth: StructureMap) {
        func contents(_ files: [MaskPairing.MaskFile]) throws(InputError) -> [FileContent] {
            let ready = places.read(files.map(\.path))
            var contents: [FileContent] = []
            for file in files { contents.append(try ready.content(file.path)) }
            return contents
        }
        let (drawn, own) = (try contents(item.truth), try contents(item.predicted))
        try scored?.check(item.name.text, own, at: item.predicted[0].path)
        func predicted(like other: LabelMap?) throws(InputError) -> LabelMap {
            try MaskReader.labels(item.predicted, contents: own, structures: structures, imageSize: other?.size)
        }
        var first = try? predicted(like: nil)
        let truth = try MaskReader.labels(
            item.truth, contents: drawn, structures: trueStructures, imageSize: first?.size)
        if first == nil { first = try predicted(like: truth) }
        guard let first else { preconditionFailure("what is not read throws") }
        let predicted = try MaskOrientation.reading(
            of: first, on: truth.fileTurn, as: maskOrientation, named: item.predicted[0].path)
        return (
            try StructureMap(predicted, structures: structures, named: item.predicted[0].path),
            try StructureMap(truth, structures: trueStructures, named: item.truth[0].path)
        )
    }
}
