public import Cases
public import FoundationEssentials
public import Imaging

/// The journals of a run, one a shard, in the folder `journal` of its output.
public struct JournalFolder: Sendable {
    public let path: String

    /// - Parameter output: the output folder of the run.
    public init(output: String) { path = joined(output, WrittenFiles.journalFolder) }

    /// The journal of a shard: `shard-0003-of-0016.journal`.
    package func journal(_ shard: Shard) -> String { joined(path, Self.name(shard) + ".journal") }

    /// The file by which a process keeps a shard to itself.
    package func lock(_ shard: Shard) -> String { joined(path, Self.name(shard) + ".lock") }

    /// The files of an output folder that a shard writes itself, and of which the others know.
    package func written(_ shard: Shard, in output: String) -> WrittenFiles {
        let files = (try? FolderListing(path: path))?.files ?? []
        let own = Self.name(shard) + WrittenFiles.listEnding
        return WrittenFiles(
            in: output, path: joined(path, own),
            others: files.filter { $0.hasSuffix(WrittenFiles.listEnding) && $0 != own }.map { joined(path, $0) })
    }

    /// The shards that have a journal, by their number and then their position.
    /// - Throws: ``InputError`` where the folder cannot be listed.
    package func found() throws(InputError) -> [Shard] {
        try FolderListing(path: path).files.compactMap(Self.shard).sorted {
            ($0.count, $0.index) < ($1.count, $1.index)
        }
    }

    /// How far every shard is, those that have not begun too.
    /// - Throws: ``InputError`` where there are no journals, or they cannot be read.
    public func shards() throws(InputError) -> [ShardState] {
        let found = try found()
        guard let count = found.last?.count else {
            throw InputError(.fileMissing, path, "holds no journal", remedy: "give the output folder of a run")
        }
        var states: [ShardState] = []
        for index in 1...count {
            let shard = Shard(index: index, count: count)
            states.append(
                found.contains(shard)
                    ? try ShardState(shard, journal: JournalFile(path: journal(shard))) : ShardState(notBegun: shard))
        }
        let done = states.indices.filter { states[$0].isComplete }
        for place in ListedFiles.outdated(done.map { (states[$0].listed, states[$0].began) }) {
            states[done[place]].isComplete = false
            states[done[place]].isOutdated = true
        }
        return states
    }

    private static func name(_ shard: Shard) -> String {
        "shard-\(fourDigits(shard.index))-of-\(fourDigits(shard.count))"
    }

    private static func fourDigits(_ number: Int) -> String {
        String(repeating: "0", count: max(0, 4 - String(number).count)) + String(number)
    }

    private static func shard(ofFile name: String) -> Shard? {
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        guard name.hasSuffix(".journal"), parts.count == 4, let index = Int(parts[1]),
            let count = Int(parts[3].dropLast(".journal".count)), count >= 1, (1...count).contains(index)
        else { return nil }
        let shard = Shard(index: index, count: count)
        return Self.name(shard) + ".journal" == name ? shard : nil
    }
}

/// How far a shard is, by its journal.
public struct ShardState: Sendable {
    public let shard: Shard
    /// The cases that it has, as far as known: exact once it is complete; nil if it has not begun.
    public internal(set) var total: Int?
    /// The cases that are in the journal, the failed ones too.
    public internal(set) var done = 0
    public internal(set) var failed = 0
    /// Whether all its cases are in the journal.
    public internal(set) var isComplete = false
    /// Whether all that it was given are, but the folders have changed since: those of another shard were other files.
    public internal(set) var isOutdated = false
    /// What it was given; nil where that is not known.
    private(set) var listed: ListedFiles?
    /// When the newest process began, in milliseconds since 1970.
    private(set) var began = 0
    /// When its first and its newest case were finished.
    public internal(set) var firstWritten: Date?
    public internal(set) var lastWritten: Date?
    /// When the newest process began.
    public internal(set) var started: Date?
    /// The cases that the newest process has added.
    public internal(set) var doneSinceStart = 0
    /// The machine that the newest process ran on.
    public internal(set) var host: String?

    package init(notBegun shard: Shard) { self.shard = shard }

    package init(_ shard: Shard, journal: JournalFile) throws(InputError) {
        self.init(notBegun: shard)
        var isFailed: [UInt64: Bool] = [:]
        var scanner = JournalScanner(journal)
        var times: ClosedRange<Int>?
        while try scanner.next({ kind, line, _ in
            switch kind {
            case .header: break
            case .listed: listed = JournalRecord.listed(&line)
            case .start:
                began = line.integer() ?? 0
                started = Self.date(began)
                host = line.text()
                _ = line.text()
                total = line.integer()
                doneSinceStart = 0
                isComplete = false
            case .complete:
                isComplete = true
                _ = line.integer()
                total = line.integer()
            case .gone: isFailed[JournalEntry.Key(&line).map(JournalIndex.hash) ?? 0] = nil
            case .entry:
                guard let entry = JournalEntry(&line) else { return }
                if case .failed = entry.outcome {
                    isFailed[JournalIndex.hash(entry.key)] = true
                } else {
                    isFailed[JournalIndex.hash(entry.key)] = false
                }
                times = min(times?.lowerBound ?? entry.time, entry.time)...max(times?.upperBound ?? 0, entry.time)
                doneSinceStart += 1
                isComplete = false
            }
        }) {}
        done = isFailed.count
        failed = isFailed.values.count { $0 }
        firstWritten = times.map { Self.date($0.lowerBound) }
        lastWritten = times.map { Self.date($0.upperBound) }
    }

    private static func date(_ milliseconds: Int) -> Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }
}
