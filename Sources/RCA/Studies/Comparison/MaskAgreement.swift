import Cases
import Imaging
import Machine
import Reporting
import Scoring

/// How well the masks of several segmenters agree, image by image: where they do not, not all of them can be good.
struct MaskAgreement {
    /// Two segmenters by their places, the first before the second.
    struct Pair: Hashable {
        let first: Int
        let second: Int
    }

    /// The structures that all segmenters have, in the order of the first.
    private(set) var structures: [String] = []
    /// The Dice of the two masks of an image, a structure at a time; nil where neither has it.
    private(set) var dice: [Pair: [FileStem: [Double?]]] = [:]
    /// Masks that could not be compared, a line each.
    private(set) var missing: [String] = []
    /// Each mask's file name.
    private(set) var names: [[FileStem: String]] = []

    /// The places of the segmenters whose masks are compared.
    private let places: [Int]

    /// Masks of so many images are in memory at a time.
    private static let imagesReadAhead = 256

    /// The masks of one segmenter.
    private struct Folder {
        let path: String
        let structures: StructureList
        /// What the masks were when they were scored; nil where they have no scores.
        var scored: ScoredFiles?
    }

    /// The masks of one image.
    private struct ImageMasks: FileHolding, Sendable {
        let image: FileStem
        /// One a folder.
        let masks: [MaskPairing.Pair?]

        var paths: [String] { masks.compactMap(\.self).flatMap { $0.masks.map(\.path) } }
    }

    /// - Parameters:
    ///   - segmenters: those whose folder and structures are known are compared.
    ///   - suffixes: endings of file names that do not tell one image from another.
    ///   - request: its threads count.
    /// - Throws: ``InputError`` where a folder cannot be read, or the masks have no structure in common.
    init(
        _ segmenters: [ComparedSegmenter], suffixes: [String], _ request: ComparisonRequest
    ) async throws(InputError) {
        var folders: [Folder] = []
        var places: [Int] = []
        for (place, segmenter) in segmenters.enumerated() {
            guard let folder = segmenter.folder, let structures = segmenter.structures else { continue }
            folders.append(Folder(path: folder, structures: structures))
            places.append(place)
        }
        self.places = places
        names = segmenters.map { _ in [:] }
        guard folders.count > 1 || segmenters.contains(where: { !$0.hasScores }) else { return }
        let files = try FileSources(images: nil, masks: folders.map(\.path))
        guard files.masks.count == folders.count else {
            throw InputError(
                .optionInvalid, folders.map(\.path).joined(separator: ", "), "a pattern fits several folders",
                remedy: "name one folder or archive for each segmenter")
        }
        structures = folders[0].structures.names.filter { name in
            folders.allSatisfy { $0.structures.names.contains(name) }
        }
        guard !structures.isEmpty else {
            throw InputError(
                .structureMissing, folders[0].path,
                "has no structure in common with the others: "
                    + folders.map { $0.structures.names.joined(separator: ", ") }.joined(separator: "; "),
                remedy: "name structures alike, or give --structures")
        }
        var pairings: [[FileStem: MaskPairing.Pair]] = []
        for (place, folder) in zip(places, folders.indices) {
            let pairing = MaskPairing(
                ofAlone: try MaskSource.sources(
                    in: files.masks[folder], structures: folders[folder].structures.names, suffixes: suffixes,
                    places: files), maskFolder: files.masks[folder])
            missing += pairing.failures.map(\.error.description)
            var masks: [FileStem: MaskPairing.Pair] = [:]
            for item in pairing.pairs {
                let image = FileStem(of: item.fname, droppingSuffixes: suffixes)
                masks[image] = item
                names[place][image] = item.fname
            }
            pairings.append(masks)
        }
        guard folders.count > 1 else { return }
        for (place, folder) in zip(places, folders.indices) where segmenters[place].hasScores {
            folders[folder].scored = ScoredFiles(at: segmenters[place].name, masks: folders[folder].path)
        }
        try await compare(pairings, folders, files, request)
    }

    private mutating func compare(
        _ pairings: [[FileStem: MaskPairing.Pair]], _ folders: [Folder], _ files: FileSources,
        _ request: ComparisonRequest
    ) async throws(InputError) {
        let images = Set(pairings.flatMap(\.keys)).sorted { $0.text.precedesInBytes($1.text) }
        let cases = try files.ordered(
            images.map { image in ImageMasks(image: image, masks: pairings.map { $0[image] }) }
                .filter { $0.masks.count { $0 != nil } > 1 })
        let progress = ProgressReporter(total: cases.count, quiet: request.isQuiet, sharesOutput: false)
        let names = structures
        for start in stride(from: 0, to: cases.count, by: Self.imagesReadAhead) {
            let piece = Array(cases[start..<min(start + Self.imagesReadAhead, cases.count)])
            let ready = files.read(piece.flatMap(\.paths))
            let results = await ParallelMap.run(piece.count, threads: request.threads) { index in
                defer { progress.caseFinished() }
                return Self.compared(piece[index], folders, names, ready)
            }
            for (item, result) in zip(piece, results) {
                missing += result.problems
                for (pair, dice) in result.dice {
                    let key = Pair(first: places[pair.first], second: places[pair.second])
                    self.dice[key, default: [:]][item.image] = dice
                }
            }
        }
        progress.finish()
    }

    private static func compared(
        _ item: ImageMasks, _ folders: [Folder], _ names: [String], _ files: ReadFiles
    ) -> (dice: [(pair: Pair, dice: [Double?])], problems: [String]) {
        var problems: [String] = []
        var maps: [StructureMap?] = []
        var first: LabelMap?
        for (mask, folder) in zip(item.masks, folders) {
            guard let mask else {
                maps.append(nil)
                continue
            }
            do throws(InputError) {
                var contents: [FileContent] = []
                for file in mask.masks { contents.append(try files.content(file.path)) }
                let path = mask.masks[0].path
                try folder.scored?.check(mask.fname, contents, at: path)
                // JSON need not say its size, and then has that of the others.
                var labels = try MaskReader.labels(
                    mask.masks, contents: contents, structures: folder.structures, imageSize: first?.size)
                if let first {
                    labels = try MaskOrientation.reading(
                        of: labels, on: first.fileTurn, as: nil, isAskedFor: false, named: path)
                    try checkShape(labels, like: first, named: path)
                }
                first = first ?? labels
                maps.append(try StructureMap(labels, structures: folder.structures, named: path))
            } catch {
                problems.append(error.description)
                maps.append(nil)
            }
        }
        var dice: [(pair: Pair, dice: [Double?])] = []
        for second in maps.indices {
            for first in 0..<second {
                guard let a = maps[first], let b = maps[second] else { continue }
                let places = names.map { name in
                    (
                        first: folders[first].structures.firstIndex { $0.name == name },
                        second: folders[second].structures.firstIndex { $0.name == name }
                    )
                }
                dice.append((Pair(first: first, second: second), MaskOverlap.dice(a, b, places: places)))
            }
        }
        return (dice, problems)
    }

    private static func checkShape(_ labels: LabelMap, like other: LabelMap, named name: String) throws(InputError) {
        guard AspectRatio.fits(labels.size, other.size) else {
            throw InputError(
                .sizeMismatch, name,
                "is \(labels.width) × \(labels.height), another mask of the image \(other.width) × \(other.height)",
                remedy: "give masks of one image the same aspect ratio")
        }
    }
}

extension MaskAgreement {
    /// The mean over the structures that either mask has; nil where neither has any.
    static func mean(_ dice: [Double?]) -> Double? {
        let known = dice.compactMap(\.self)
        return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
    }

    /// The mean Dice of a segmenter's mask of an image with those of the others; nil where there are none.
    func ofOne(_ segmenter: Int, _ image: FileStem) -> Double? {
        let values = dice.sorted { ($0.key.first, $0.key.second) < ($1.key.first, $1.key.second) }.compactMap {
            pair, images in
            pair.first == segmenter || pair.second == segmenter ? images[image].flatMap(Self.mean) : nil
        }
        return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    /// The table of all pairs, sorted by image.
    ///
    /// - Parameter names: of the segmenters.
    func rows(_ names: [String]) -> [AgreementRow] {
        dice.sorted { ($0.key.first, $0.key.second) < ($1.key.first, $1.key.second) }.flatMap { pair, images in
            images.sorted { $0.key.text.precedesInBytes($1.key.text) }.flatMap { image, values in
                let parts = Array(zip(structures, values))
                let whole = structures.count > 1 ? [(EvaluationReport.meanName, Self.mean(values))] : []
                return (parts + whole).map { structure, value in
                    AgreementRow(
                        image: image.text, first: names[pair.first], second: names[pair.second], structure: structure,
                        dice: value.map { Float($0) })
                }
            }
        }
    }
}
