import Cases
public import Imaging
import Journal
import Machine
import Reporting
public import SystemPackage

/// Brings the shards of a run together: checks that they belong to one another and are whole, and writes the tables
/// that the run would have written undivided, byte for byte.
public struct MergeRun: Sendable {
    private let output: String
    private let allowsIncomplete: Bool
    private let command: [String]

    /// As ``init(output:allowsIncomplete:)``, of a command.
    package init(output: String, allowsIncomplete: Bool = false, command: [String] = []) {
        self.output = output
        self.allowsIncomplete = allowsIncomplete
        self.command = command
    }

    /// - Parameters:
    ///   - output: the output folder of the shards.
    ///   - allowsIncomplete: make tables of what there is, though shards are missing or not complete.
    public init(output: FilePath, allowsIncomplete: Bool = false) {
        self.init(output: output.string, allowsIncomplete: allowsIncomplete)
    }

    /// What came of it.
    public struct Outcome: Sendable {
        /// What keeps the shards from being a whole run, a line each. Without leave to go on, nothing was written.
        public let problems: [String]
        /// Nil where nothing was written.
        public let scoring: RunOutcome?
        public let shardCount: Int
    }

    /// - Throws: ``InputError`` where there are no journals, they cannot be read or belong to different runs.
    public func run() throws(InputError) -> Outcome {
        let stopwatch = Stopwatch()
        let folder = JournalFolder(output: output)
        let found = try folder.found()
        guard let count = found.last?.count, let first = found.first else {
            throw InputError(
                .fileMissing, folder.path, "holds no journal",
                remedy: "give the output folder of a run in shards")
        }
        guard first.count == count else {
            throw InputError(
                .pairingFailed, folder.path, "holds shards of \(first.count) and of \(count)",
                remedy: "remove the journals that do not belong to the run")
        }
        var journals: [JournalFile] = []
        var header: JournalHeader?
        var problems = missing(found, count)
        var images = 0
        var tally = RunTally()
        var done: [(shard: Shard, files: ListedFiles?, began: Int)] = []
        for shard in found {
            let journal = try JournalFile(path: folder.journal(shard))
            let summary = try Summary(journal)
            let own = try summary.checkedHeader(journal.path)
            if let header, let difference = own.difference(from: header) {
                throw InputError(
                    .pairingFailed, journal.path,
                    "was made with other settings than \(journals[0].path) (\(difference))",
                    remedy: "start this shard again with the settings of the others")
            }
            header = header ?? own
            if !summary.isComplete {
                problems.append("shard \(shard) is not complete: start it again, it goes on where it stopped")
            }
            if summary.damagedLines > 0 {
                problems.append("\(journal.path): \(summary.damagedLines) damaged lines: start shard \(shard) again")
            }
            if summary.isComplete { done.append((shard, summary.listed, summary.began)) }
            images += summary.images
            tally += summary.tally
            journals.append(journal)
        }
        let outdated = ListedFiles.outdated(done.map { ($0.files, $0.began) }).map { done[$0].shard.index }
        if !outdated.isEmpty {
            problems.append(
                "the folders have changed since these shards began: \(Self.list(outdated)) (of \(count)); start them again: "
                    + "they do what is new and keep the rest")
        }
        guard let header, problems.isEmpty || allowsIncomplete else {
            return Outcome(problems: problems, scoring: nil, shardCount: count)
        }
        let outputs = header.outputs.map { $0.isEmpty ? output : joined(output, $0) }
        let guardian = OutputGuard("run", inputs: [folder.path])
        for output in outputs {
            try guardian.checkFolder(output)
            try guardian.check(header, in: output)
        }
        for output in outputs { try OutputFolders.create(output) }
        var merged = header
        if !command.isEmpty { merged.command = command }
        let tables = JournalTables(
            header: merged, journals: journals, folder: output, outputs: outputs, guardian: guardian,
            threads: ProcessorCount.available())
        let isWhole = problems.isEmpty
        let folders = try tables.write { [images, tally, stopwatch] number in
            FolderTables.Ending(
                ending: isWhole ? .complete : .incomplete, images: images, cases: nil, tally: tally[number],
                cost: RunRecord.Cost(
                    cpuSeconds: ResourceUsage.cpuSeconds(), wallSeconds: stopwatch.seconds,
                    peakMemoryBytes: ResourceUsage.peakMemoryBytes()))
        }
        return Outcome(
            problems: problems,
            scoring: RunOutcome(
                folders: folders, shard: nil, wasInterrupted: false, stoppedAtFailure: false,
                wallSeconds: stopwatch.seconds), shardCount: count)
    }

    private func missing(_ found: [Shard], _ count: Int) -> [String] {
        let there = Set(found.map(\.index))
        let missing = (1...count).filter { !there.contains($0) }
        guard !missing.isEmpty else { return [] }
        return ["\(missing.count) of \(count) shards have not begun: \(Self.list(missing))"]
    }

    private static func list(_ shards: [Int]) -> String {
        shards.prefix(20).map(String.init).joined(separator: ", ") + (shards.count > 20 ? " and more" : "")
    }

    /// What a merge has to know of a journal before its entries.
    private struct Summary {
        var header: JournalHeader?
        var isComplete = false
        var began = 0
        /// Nil for a journal of an earlier build.
        var listed: ListedFiles?
        var images = 0
        var damagedLines = 0
        var tally = RunTally()

        init(_ journal: JournalFile) throws(InputError) {
            var scanner = JournalScanner(journal)
            while try scanner.next({ kind, line, offset in
                switch kind {
                case .header: if offset == 0 { header = line.text().flatMap { JournalHeader(json: $0) } }
                case .listed: listed = JournalRecord.listed(&line)
                case .complete:
                    isComplete = true
                    _ = (line.integer(), line.integer())
                    images = line.integer() ?? 0
                    tally = RunTally(&line)
                case .start:
                    isComplete = false
                    began = line.integer() ?? 0
                case .entry, .gone: isComplete = false
                }
            }) {}
            damagedLines = scanner.damagedLines
        }

        func checkedHeader(_ path: String) throws(InputError) -> JournalHeader {
            guard let header else {
                throw InputError(
                    .fileDamaged, path, "is no journal that this program can read: its first line is wrong",
                    remedy: "remove it and start this shard again")
            }
            return header
        }
    }
}
