import Cases
import Imaging
import Machine
import Presentation
import Runs
import Scoring
import Tables

/// Scores single masks again, and keeps what shows why they have their scores.
struct MaskExplainer: Sendable {
    /// A mask scored again.
    struct Explanation: Sendable {
        let mask: ExplainedMask
        let score: MaskScore
        /// The references used, most similar first.
        let references: [String]
    }

    /// Side of the grid over the whole image that a mask is traced on.
    private static let gridSize = 256

    let set: ReferenceSet
    let structures: ReportedStructures
    private let inputs: EngineInputs
    private let places: FileSources
    private let cases: [FileName: MaskPairing.Pair]
    private let unpaired: [FileName: InputError]

    /// - Throws: ``InputError`` where a folder or the reference set cannot be used.
    init(_ inputs: EngineInputs) async throws(InputError) {
        try AddressSpace.check(workers: inputs.threads)
        let places = try FileSources(images: inputs.images, masks: [inputs.masks], tables: inputs.maskTables)
        guard places.masks.count == 1 else {
            throw InputError(.optionInvalid, inputs.masks, "fits several folders", remedy: "name one")
        }
        let images = try ImageFolder(path: places.images, suffixes: inputs.suffixes, places: places)
        try places.checkReadable(places.masks[0])
        let loaded = try await ReferenceLoader.load(
            inputs.reference, structures: inputs.structures, threads: inputs.threads)
        set = try inputs.classifier.prepared(loaded, named: inputs.reference)
        structures = try ReportedStructures(inputs.structures, of: set, named: inputs.reference)
        let pairing = try images.paired(
            withMasksIn: places.masks[0], structures: structures.drawn.names, places: places)
        cases = Dictionary(pairing.pairs.map { (FileName($0.fname), $0) }, uniquingKeysWith: { first, _ in first })
        unpaired = Dictionary(
            pairing.failures.map { (FileName($0.fname), $0.error) }, uniquingKeysWith: { first, _ in first })
        self.inputs = inputs
        self.places = places
    }

    /// - Parameter expected: a run's structures in their order; none where it is not known.
    /// - Throws: ``InputError`` (`structure missing`) where the masks would be scored on others, or in another order.
    func check(_ expected: [String], of folder: String) throws(InputError) {
        guard expected.isEmpty || structures.names == expected else {
            throw InputError(
                .structureMissing, folder,
                "its structures are \(expected.joined(separator: ", ")), those of the references "
                    + structures.names.joined(separator: ", "),
                remedy: "give the --reference and --structures that it was scored with")
        }
    }

    /// One a mask, in the masks' order: a mask that cannot be scored, or that is no longer the one that was, fails alone.
    func explain(_ masks: [ScoredMask]) async -> [Result<Explanation, InputError>] {
        var results: [Result<Explanation, InputError>] = []
        for start in stride(from: 0, to: masks.count, by: Self.namesReadAhead) {
            let piece = masks[start..<min(start + Self.namesReadAhead, masks.count)]
            let files = packedFiles(piece.map(\.fname))
            results += await ParallelMap.run(piece.count, threads: inputs.threads) { index in
                do throws(InputError) {
                    let mask = piece[start + index]
                    let explanation = try explanation(of: mask.fname, files)
                    try checkScores(of: mask, are: explanation.score)
                    return .success(explanation)
                } catch {
                    return .failure(error)
                }
            }
        }
        return results
    }

    /// Archives are read in their own order, as often as there are this many names.
    private static let namesReadAhead = 256

    /// What some masks need of archives and tables; nothing where all is in folders.
    private func packedFiles(_ names: [String]) -> ReadFiles {
        places.read(names.compactMap { cases[FileName($0)] }.flatMap { [$0.imagePath] + $0.masks.map(\.path) })
    }

    /// Another kind of processor computes other last digits.
    private static let tolerance: Float = 0.002

    /// - Throws: ``InputError`` (`output changed`) where the table has other scores: its rows beside a picture of something
    ///   else would mislead.
    private func checkScores(of mask: ScoredMask, are score: MaskScore) throws(InputError) {
        guard !inputs.hasScoresOfHalves else { return }
        for (place, (table, now)) in zip(mask.structures, score.structures).enumerated() {
            if table.dice == now.dice { continue }
            if let before = table.dice, let again = now.dice, abs(before - again) <= Self.tolerance { continue }
            func text(_ dice: Float?) -> String { dice.map { DecimalText.threeDigits(Double($0)) } ?? "none" }
            throw InputError(
                .outputChanged, joined(inputs.masks, mask.fname),
                "is not as it was scored: \(structures.names[place]) has \(text(now.dice)) now, "
                    + "the table \(text(table.dice))",
                remedy: "score again, or give the --masks, --images and --reference of that run")
        }
    }

    private func explanation(of name: String, _ files: ReadFiles) throws(InputError) -> Explanation {
        guard let item = cases[FileName(name)] else {
            throw unpaired[FileName(name)]
                ?? InputError(
                    .pairingFailed, joined(inputs.masks, name), "no mask of this name has an image",
                    remedy: "check --masks and --images")
        }
        let radiograph = try ImageReader.grayscaleImage(
            from: try files.content(item.imagePath).bytes, named: item.imagePath)
        var contents: [FileContent] = []
        for mask in item.masks { contents.append(try files.content(mask.path)) }
        let labels = try MaskReader.labels(
            item.masks, contents: contents, structures: structures.drawn, imageSize: radiograph.size)
        let readings = try MaskReadings(
            labels, on: radiograph, as: inputs.maskOrientation, structures: structures, named: item.masks[0].path)
        let scorer = ClassifierScorer(
            set: set,
            selection: ReferenceSelection(
                measure: inputs.similarity, count: min(inputs.referencesPerCase, set.references.count)),
            classifier: inputs.classifier)
        let scored = scorer.scored(radiograph, masks: readings.maps)
        let score = scored.score
        let side = set.parameters.labelGridSize
        var vote = [UInt8](repeating: 0, count: side * side)
        scored.atlas.consensus(into: &vote)
        let scores = score.masks.map { structures.reported($0) }
        let reading = try readings.choose(scores).index
        let (map, maskScore) = (readings.maps[reading], scores[reading])
        return Explanation(
            mask: ExplainedMask(
                fname: name, radiograph: radiograph,
                mask: LabelGrid(
                    width: Self.gridSize, height: Self.gridSize,
                    labels: structures.reported(grid: map.sampled(gridSize: Self.gridSize))),
                structures: structures.names,
                consensus: ExplainedMask.Consensus(
                    grid: LabelGrid(width: side, height: side, labels: structures.reported(grid: vote)),
                    frameToImage: scored.atlas.query.frameToImage),
                reference: best(maskScore, score.selected, scored.trained, reading: reading, of: readings.maps.count),
                errors: score.posterior.map {
                    structures.errorMap(of: map, $0, width: Self.gridSize, height: Self.gridSize).picture
                }),
            score: maskScore, references: score.selected.map { set.references[$0].name })
    }

    /// The reference with the largest mean over the structures, and the mask carried there.
    ///
    /// - Parameters:
    ///   - reading: which of the masks that were trained on is shown.
    ///   - count: of those masks.
    private func best(
        _ score: MaskScore, _ selected: [Int], _ trained: any TrainedClassifier, reading: Int, of count: Int
    ) -> ExplainedMask.BestReference? {
        var top: (index: Int, dice: Float)?
        for (index, dice) in zip(selected, score.details) {
            guard let mean = Dice.mean(dice), mean > (top?.dice ?? -1) else { continue }
            top = (index, mean)
        }
        guard let top else { return nil }
        let reference = set.references[top.index]
        let side = set.parameters.labelGridSize
        var carried = [[UInt8]](repeating: Array(repeating: 0, count: side * side), count: count)
        trained.classify(reference, at: top.index, into: &carried)
        return ExplainedMask.BestReference(
            name: reference.name, radiograph: picture(of: reference),
            truth: LabelGrid(width: side, height: side, labels: structures.reported(grid: reference.labels)),
            carried: LabelGrid(width: side, height: side, labels: structures.reported(grid: carried[reading])),
            dice: top.dice
        )
    }

    /// The reference's image where the set is a folder. A bundle keeps a small one.
    private func picture(of reference: Reference) -> GrayscaleImage {
        if FolderListing.isFolder(inputs.reference),
            let radiograph = try? ImageReader.readGrayscaleImage(
                at: joined(joined(inputs.reference, "images"), reference.name))
        {
            return radiograph
        }
        let side = set.parameters.preparation.size
        return GrayscaleImage(
            width: side, height: side,
            samples: .eightBit(reference.equalized.values.map { UInt8((min(max($0, 0), 1) * 255).rounded()) }))
    }
}
