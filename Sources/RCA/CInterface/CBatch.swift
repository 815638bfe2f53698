import CRCA
import Machine

/// `rca_progress`.
public typealias CProgress = @convention(c) (UnsafeMutableRawPointer?, Int64, Int64) -> Int32

/// The caller's memory, that several threads read. Sendable by hand: nobody writes to it while the call lasts.
struct Shared<Value>: @unchecked Sendable {
    let start: UnsafePointer<Value>

    init(_ start: UnsafePointer<Value>) { self.start = start }
}

/// Many images worked on at once, for a caller who waits, is told how far it is, and may end it.
struct CBatch {
    /// Where each has a place of its own. Sendable by hand: a place is written once, by the thread that has the image.
    private struct Places: @unchecked Sendable {
        let results: UnsafeMutablePointer<OpaquePointer?>
        let errors: UnsafeMutablePointer<OpaquePointer?>?
    }

    private let count: Int
    private let threads: Int
    private let places: Places
    private let progress: CProgress?
    private let context: UnsafeMutableRawPointer?

    /// Empties every place.
    ///
    /// - Throws: where a number is below 0, or there is nowhere for the results.
    init(
        count: Int32, threads: Int32, results: UnsafeMutablePointer<OpaquePointer?>?, named name: String,
        errors: UnsafeMutablePointer<OpaquePointer?>?, progress: CProgress?, context: UnsafeMutableRawPointer?
    ) throws(CFailure) {
        guard count >= 0 else { throw .argument("count", "is below 0") }
        guard threads >= 0 else { throw .argument("threads", "is below 0") }
        guard let results else { throw .argument(name, "is NULL") }
        results.update(repeating: nil, count: Int(count))
        errors?.update(repeating: nil, count: Int(count))
        self.count = Int(count)
        self.threads = threads == 0 ? ProcessorCount.available() : Int(threads)
        self.progress = progress
        self.context = context
        places = Places(results: results, errors: errors)
    }

    /// - Parameter work: makes the handle of each; what it throws is that image's error.
    /// - Throws: where the progress function ends the work.
    func run(_ work: @escaping @Sendable (Int) throws(CFailure) -> CHandle) throws(CFailure) {
        let places = places
        _ = try ThreadedMap.run(count, threads: threads) { done throws(CFailure) in
            guard let progress, progress(context, Int64(done), Int64(count)) != 0 else { return }
            throw CFailure(
                code: RCA_ERROR_CANCELLED, subject: "the work", problem: "was cancelled after \(done) of \(count)")
        } _: { position in
            do throws(CFailure) {
                places.results[position] = try work(position).handedOut()
            } catch let failure {
                places.errors?[position] = failure.handedOut()
            }
        }
    }
}
