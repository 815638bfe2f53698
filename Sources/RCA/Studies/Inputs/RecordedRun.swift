import Cases
import Imaging
import Reporting
import Runs

/// What the records of runs (`rca_run.json`) say that lie beside tables.
enum RecordedRun {
    /// The record in a folder, or beside a table; nil where there is none that can be read.
    static func record(at path: String) -> RunRecord? {
        guard let folder = folder(ofTablesAt: path) else { return nil }
        return (try? read(in: folder)) ?? nil
    }

    /// The record in a folder; nil where there is none.
    /// - Throws: ``InputError`` where there is one that cannot be read.
    static func read(in folder: String) throws(InputError) -> RunRecord? {
        let file = joined(folder, name)
        guard FileIdentity.isTaken(file) else { return nil }
        return try RunRecord(json: InputFile.read(at: file), source: file)
    }

    private static let name = "rca_run.json"

    /// A folder of a run, or that of one of its tables. Nil for anything else: beside an archive, or a table of
    /// somebody's, lies what is about something else.
    static func folder(ofTablesAt path: String) -> String? {
        FolderListing.isFolder(path) || FolderTables.names.contains(TruthTables.Source.lastPart(path))
            ? folder(of: path) : nil
    }

    /// The folder that a path is, or that a file lies in.
    static func folder(of path: String) -> String {
        FolderListing.isFolder(path) ? path : parentFolder(of: path)
    }

    /// The endings of file names that do not tell one image from another: those that are given, or else those of the
    /// runs whose tables are at the paths, of all of them together. What has no record has the usual ones.
    ///
    /// A run that was told that `_unet` is an ending scored `a_unet.png` as a mask of the image `a`: whoever counts its
    /// images has to know it too.
    static func suffixes(_ given: [String]?, at paths: [String]) -> [String] {
        if let given { return given }
        guard !paths.isEmpty else { return ImageFolder.defaultSuffixes }
        var found: [String] = []
        for suffix in paths.flatMap(suffixes(at:)) where !found.contains(suffix) { found.append(suffix) }
        return found
    }

    private static func suffixes(at path: String) -> [String] {
        if let own = record(at: path) { return own.suffixes }
        let below = ((try? TableFolder.holding([name], at: path)) ?? []).compactMap { record(at: $0.path) }
        return below.isEmpty ? ImageFolder.defaultSuffixes : below.flatMap(\.suffixes)
    }

    /// What keeps the scores of several runs from being comparable, in sentences.
    ///
    /// - Parameter records: with the folders that they lie in.
    static func differences(_ records: [(path: String, record: RunRecord)]) -> [String] {
        func difference(_ what: String, _ setting: (RunRecord) -> String?) -> String? {
            let known = records.compactMap { path, record in setting(record).map { (setting: $0, path: path) } }
            // One folder of each, however many days there are.
            var seen: Set<String> = []
            let shown = known.filter { seen.insert($0.setting).inserted }
            guard shown.count > 1 else { return nil }
            return "The scores were made with different \(what): "
                + shown.map { "\($0.setting) in \($0.path)" }.joined(separator: ", ") + "."
        }
        // The same set may lie in two places, and another one in the same place as before.
        return [
            difference("references (by their digests)") { record in
                record.reference.digest.isEmpty ? nil : String(record.reference.digest.prefix(12))
            },
            difference("structures") { $0.scoredStructures?.joined(separator: " and ") },
            difference("--references-per-case") { record in record.referencesPerCase.map { "\($0)" } },
            difference("--estimator") { $0.text("estimator") },
        ].compactMap(\.self)
    }

    /// The places of sub-folders of one run's output, in the order in which the run was given their masks; nil where
    /// no record says it.
    static func orderOfMasks(_ folders: [String]) -> [Int]? {
        let records = folders.compactMap(record(at:))
        guard records.count == folders.count, let first = records.first else { return nil }
        let masks = records.map { plain($0.text("masks") ?? "") }
        let given = first.list("mask-folders") ?? first.values(of: "--masks")
        let places = given.compactMap { masks.firstIndex(of: plain($0)) }
        return places.count == folders.count && Set(places).count == places.count ? places : nil
    }

    /// Whether two paths, as they were written, or as they are now, name one folder.
    static func isSame(_ first: String, _ second: String) -> Bool {
        plain(first) == plain(second) || FileIdentity.areSame(first, second)
    }

    private static func plain(_ path: String) -> String {
        var path = path[...]
        while path.count > 1, path.hasSuffix("/") { path = path.dropLast() }
        return String(path)
    }
}

extension RunRecord {
    /// A parameter that is a text; nil where there is none.
    func text(_ name: String) -> String? {
        guard case .text(let text)? = value(name) else { return nil }
        return text
    }

    /// A parameter that is a path, as it leads to the same place from here; nil where there is none.
    func path(_ name: String) -> String? { text(name).map(fromHere) }

    /// The references, as their path leads there from here.
    var referencePath: String { fromHere(reference.path) }

    /// A relative path begins at the folder that the run was started in. Where nothing is there any more, the whole
    /// project may have moved, and the path is taken as it is.
    private func fromHere(_ path: String) -> String {
        guard !path.hasPrefix("/"), let directory, !FileIdentity.areSame(directory, "."),
            case let place = joined(directory, path), FileSources.areThere(place)
        else { return path }
        return place
    }

    /// Whether the run drew the masks itself: `segment`. Each of their scores is then the mean of two, by one half of the
    /// references for masks by the other half.
    var madeItsMasks: Bool { text("fusion") != nil }

    /// The names of the structures that were scored, sorted; nil where that is not known.
    var scoredStructures: [String]? {
        let leftOut = list("structures-not-scored") ?? []
        return text("structures")?.split(separator: ",").map { String($0.prefix { $0 != "=" }) }
            .filter { !leftOut.contains($0) }.sorted()
    }

    /// On how many references each mask was scored; nil where that is not known.
    var referencesPerCase: Int? {
        guard case .integer(let count)? = value("references-per-case") else { return nil }
        return min(count, reference.count)
    }

    /// Whether an option was given that takes no value.
    func flag(_ name: String) -> Bool {
        guard case .flag(let isGiven)? = value(name) else { return false }
        return isGiven
    }

    /// A parameter that is a number, whole or not; nil where there is none.
    func number(_ name: String) -> Double? { value(name)?.number }

    private func value(_ name: String) -> RunParameter.Value? { parameters.first { $0.name == name }?.value }

    /// Endings of the names of the run's masks.
    var suffixes: [String] {
        guard let list = list("suffixes") else { return ImageFolder.defaultSuffixes }
        // The endings of `segment` are its images'; its own masks are called `STEM_labels.png`.
        return madeItsMasks ? list + ImageFolder.defaultSuffixes : list
    }

    fileprivate func list(_ name: String) -> [String]? {
        guard case .list(let list)? = value(name) else { return nil }
        return list
    }

    /// What an option was given in the run's command, each time: every word up to the next option.
    fileprivate func values(of option: String) -> [String] {
        var found: [String] = []
        var takes = false
        for word in command {
            if word.hasPrefix(option + "=") {
                found.append(String(word.dropFirst(option.count + 1)))
                takes = false
            } else if word.hasPrefix("-") {
                takes = word == option
            } else if takes {
                found.append(word)
            }
        }
        return found
    }
}
