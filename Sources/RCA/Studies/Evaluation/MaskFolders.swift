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
                masks.count == 1 ? masks[0].split(separator: "/").last.map { joined(paths[0], String($0)) } : nil
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
        return (sources, masks)
    }
}

/// What several sources are called in a report.
enum SourceNames {
    /// Their names where these differ, otherwise their paths.
    static func distinct(_ paths: [String], or names: [String]) -> [String] {
        Set(names).count == names.count ? names : paths
    }
}
