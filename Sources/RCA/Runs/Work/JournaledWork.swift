import Cases
import Imaging
import Journal
import Logging

/// What every run with a journal is asked, whatever it does with its cases.
protocol RunRequest: Sendable {
    var output: String { get }
    var shard: Shard { get }
    /// Workers; each takes one image at a time.
    var threads: Int { get }
    var stopsAtFirstFailure: Bool { get }
    /// Remove first what earlier runs wrote into the output folder.
    var replaces: Bool { get }
    var isQuiet: Bool { get }
    var logger: Logger? { get }
}

extension ScoringRequest: RunRequest {}
extension SegmentationRequest: RunRequest {}

/// The cases of a shard, listed once and given piece by piece, so that memory does not grow with their number.
protocol WorkSources: Sendable {
    associatedtype Piece

    /// About the number of cases, before they are listed.
    var expectedCount: Int { get }
    /// The files of the image folder that belong to the shard.
    var imageCount: Int { get }
    /// What all shards have to work off.
    var listed: ListedFiles { get }
    /// Whether ``next()`` has given all.
    var isAtEnd: Bool { get }
    /// What a person should know of what is not among them.
    var notes: [String] { get }

    /// The next piece; nil behind the last.
    mutating func next() throws(InputError) -> Piece?

    /// The cases of a piece, as they will be in the journal, with the files by which the content of each is known.
    static func candidates(_ piece: Piece) -> [(key: JournalEntry.Key, files: [String])]
}

/// Works off cases one after another, with memory of its own.
protocol CaseWorker<Item>: SendableMetatype {
    associatedtype Item

    /// What the journal is to say of a case: an entry for each of its masks.
    ///
    /// - Parameter ready: those of the case's files that were read before.
    /// - Throws: ``InputError`` for what ends the run, not the case.
    func entries(of item: Item, _ ready: ReadFiles) throws(InputError) -> [JournalEntry]
}

/// What a ``JournaledRun`` works off: the masks of `score`, or the images of `segment`.
protocol JournaledWork: Sendable {
    associatedtype Request: RunRequest
    associatedtype Sources: WorkSources
    associatedtype Worker: CaseWorker where Worker.Item: FileHolding & Sendable

    /// What is being done, in a word, for the log.
    static var activity: String { get }

    var request: Request { get }
    var places: FileSources { get }
    /// The folder of each mask folder's tables.
    var outputs: [String] { get }
    /// Asked for every file that is written.
    var guardian: OutputGuard { get }
    /// What the journal begins with.
    var header: JournalHeader { get }
    /// What a person should know before the first case.
    var notes: [String] { get }

    /// The cases of any shard.
    func sources(of shard: Shard) throws(InputError) -> Sources
    /// The cases of a piece that are left to do. What cannot be done goes into the journal at once.
    func items(left piece: Sources.Piece, _ pending: inout PendingWork) throws(InputError) -> [Worker.Item]
    func worker() throws(InputError) -> Worker
    /// Asked before anything goes into the journal.
    /// - Throws: ``InputError`` where the references have changed since they were opened.
    func checkReferences() throws(InputError)
    /// When all pieces were gone through.
    /// - Throws: ``InputError`` where nothing that was found makes a case.
    func checkFound(_ pending: PendingWork) throws(InputError)
}

extension JournaledWork {
    /// For work without references.
    func checkReferences() throws(InputError) {}
}
