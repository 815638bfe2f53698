import Auditing
package import Cases
package import Imaging
import Journal
import Machine
package import Scoring

/// The figures of masks by themselves, measured at once: those of `rca_audit.csv` that are a mask's own, and do not
/// depend on the others.
package struct MaskFigures {
    /// How masks are read.
    package struct Options: Sendable {
        /// What their labels mean.
        package var structures: StructureList
        /// Endings of file names that do not tell one image from another.
        package var suffixes: [String]
        package var tables: MaskTableOptions
        package var threads: Int
        package var isQuiet: Bool

        package init(
            structures: StructureList, suffixes: [String], tables: MaskTableOptions, threads: Int, isQuiet: Bool
        ) {
            self.structures = structures
            self.suffixes = suffixes
            self.tables = tables
            self.threads = threads
            self.isQuiet = isQuiet
        }
    }

    /// Each mask's figures by structure and column, with the columns' names in the table; without those that are not
    /// defined.
    package private(set) var masks: [(fname: String, figures: [(structure: String, column: String, value: Float)])] = []
    /// Masks that could not be read, a line each.
    package private(set) var failures: [String] = []

    /// - Parameter path: a folder, an archive, or a table of masks.
    /// - Throws: ``InputError`` where it cannot be read as a whole, or holds no mask.
    package init(of path: String, _ options: Options) async throws(InputError) {
        let places = try FileSources(images: nil, masks: [path], tables: options.tables)
        var sources = CaseSources(
            images: nil,
            masks: try CaseSources.masks(
                in: places.masks, images: nil, structures: options.structures, suffixes: options.suffixes,
                shard: .whole, places: places),
            suffixes: options.suffixes, shard: .whole, places: places)
        let worker = AuditWorker(structures: options.structures)
        let progress = ProgressReporter(total: sources.expectedCount, quiet: options.isQuiet)
        while let pairings = try sources.next() {
            failures += pairings.flatMap(\.failures).map(\.error.description)
            let cases = try places.ordered(
                pairings.enumerated().flatMap { folder, pairing in
                    pairing.pairs.map { AuditCase(folder: folder, item: $0) }
                })
            for start in stride(from: 0, to: cases.count, by: Self.readAhead) {
                let piece = Array(cases[start..<min(start + Self.readAhead, cases.count)])
                let ready = places.read(piece.flatMap(\.paths))
                let entries = await ParallelMap.run(piece.count, threads: options.threads) { place in
                    defer { progress.caseFinished() }
                    return worker.entries(of: piece[place], ready)
                }
                for entry in entries.joined() { add(entry, options.structures) }
            }
        }
        progress.finish()
    }

    /// Masks of so many images are in memory at a time.
    private static let readAhead = 256

    private mutating func add(_ entry: JournalEntry, _ structures: StructureList) {
        switch entry.outcome {
        case .failed(let error): failures.append(error.description)
        case .scored(let scores):
            masks.append(
                (
                    entry.key.fname,
                    zip(structures.names, scores.shapes).flatMap { structure, shape in
                        shape.tabulated.compactMap { column, value in value.map { (structure, column, $0) } }
                    }
                ))
        }
    }
}
