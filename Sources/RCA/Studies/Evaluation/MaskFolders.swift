import Cases
import Imaging

/// Finds the scores of each folder of predicted masks.
enum MaskFolders {
    /// The sources that have a mask folder, each with its own.
    ///
    /// A folder that `score` wrote for several mask folders has a sub-folder called after each. Otherwise both are
    /// taken in the order given.
    /// - Throws: ``InputError`` where the numbers differ and names do not tell.
    static func matched(
        _ sources: [PredictionSource], with masks: [String], scores: EvaluationRequest.Predictions
    ) throws(InputError) -> ([PredictionSource], folders: [String]) {
        if case .scores(let paths) = scores, paths.count == 1, sources.contains(where: { $0.path != paths[0] }) {
            let places = OutputFolders.names(for: masks, in: paths[0])
            let alone =
                masks.count == 1 ? joined(paths[0], lastPart(of: masks[0])) : nil
            let found = (alone.map { [$0] } ?? places).map { place in sources.first { $0.path == place } }
            let matched = found.compactMap { $0 }
            guard matched.count == masks.count else {
                throw InputError(
                    .optionInvalid, "--masks",
                    "do not fit the sub-folders of \(paths[0]): "
                        + sources.map(\.name).joined(separator: ", "),
                    remedy: "give the mask folders that were scored")
            }
            return (matched, masks)
        }
        guard sources.count == masks.count else {
            throw InputError(
                .optionInvalid, "--masks", "is given \(masks.count) times for \(sources.count) score tables",
                remedy: "give a folder of masks for each")
        }
        try checkOrder(sources, masks)
        return (sources, masks)
    }

    /// Masks have the same names in every folder, so that nothing else would tell that two were given the wrong way
    /// round.
    ///
    /// - Throws: ``InputError`` where the record of a run names the masks that were given for another one's scores.
    private static func checkOrder(_ sources: [PredictionSource], _ masks: [String]) throws(InputError) {
        for (source, given) in zip(sources, masks) where source.kind == .folder {
            guard let recorded = RecordedRun.record(at: source.path)?.path("masks"),
                !RecordedRun.isSame(recorded, given),
                masks.contains(where: { RecordedRun.isSame(recorded, $0) })
            else { continue }
            throw InputError(
                .optionInvalid, "--masks", "\(given) is given for \(source.path), whose rca_run.json names \(recorded)",
                remedy: "give the masks in the order of --scores")
        }
    }
}

/// What several sources are called in a report.
enum SourceNames {
    /// Their names where these differ, otherwise their paths.
    static func distinct(_ paths: [String], or names: [String]) -> [String] {
        Set(names).count == names.count ? names : paths
    }
}

/// How large the images are that masks belong to.
struct ImageSizes: Sendable {
    private let folder: String
    private let names: [FileStem: [String]]
    private let suffixes: [String]

    /// Nil where there is no such folder, or no image in it.
    init?(_ folder: String, suffixes: [String]) {
        guard FolderListing.isFolder(folder), let images = try? ImageFolder(path: folder, suffixes: suffixes) else {
            return nil
        }
        self.folder = folder
        self.suffixes = suffixes
        names = images.namesByStem
    }

    /// In pixels; nil where the mask has not exactly one image, or it cannot be read.
    func size(of mask: FileName) -> (width: Int, height: Int)? {
        guard let found = names[FileStem(of: mask.text, droppingSuffixes: suffixes)], found.count == 1,
            let image = try? ImageReader.readGrayscaleImage(at: joined(folder, found[0]))
        else { return nil }
        return (image.width, image.height)
    }
}
