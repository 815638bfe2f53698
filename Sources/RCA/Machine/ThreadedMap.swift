import Glibc
import Synchronization

/// Runs the same work for many items on threads of its own, while the caller waits.
///
/// What ``ParallelMap`` does for the command line, for a library's callers: the concurrency runtime keeps its threads,
/// which a forked process does not have.
package enum ThreadedMap {
    /// The results in the items' order, whatever order they were finished in.
    ///
    /// - Parameters:
    ///   - count: items; `work` gets each index once.
    ///   - threads: how many run at the same time.
    ///   - step: told on the caller's thread how many items are done. What it throws ends the work, as soon as the
    ///     items that have begun are done.
    /// - Throws: what `step` throws.
    package static func run<Value: Sendable, Failure: Error>(
        _ count: Int, threads: Int, step: (_ done: Int) throws(Failure) -> Void,
        _ work: @escaping @Sendable (Int) -> Value
    ) throws(Failure) -> [Value] {
        let job = Job(count: count, work: work)
        let running = (0..<min(threads, count)).compactMap { _ in PlainThread.start { while job.doNext() {} } }
        defer {
            job.stop()
            for thread in running { pthread_join(thread, nil) }
        }
        for done in 0..<count {
            // Where the system gives no thread, the caller does the work.
            if running.isEmpty { job.doNext() }
            job.waitForNext()
            try step(done + 1)
        }
        return job.results
    }

    /// As ``run(_:threads:step:_:)``, where nobody needs to be told.
    package static func run<Value: Sendable>(
        _ count: Int, threads: Int, _ work: @escaping @Sendable (Int) -> Value
    ) -> [Value] { run(count, threads: threads, step: { (_: Int) throws(Never) in }, work) }

    private final class Job<Value: Sendable>: @unchecked Sendable {
        private let count: Int
        private let work: @Sendable (Int) -> Value
        private let next = Atomic<Int>(0)
        private let values: Mutex<[Value?]>
        /// Counts finished items that the caller has not been told of.
        private let finished: UnsafeMutablePointer<sem_t>

        init(count: Int, work: @escaping @Sendable (Int) -> Value) {
            self.count = count
            self.work = work
            values = Mutex(Array(repeating: nil, count: count))
            finished = .allocate(capacity: 1)
            sem_init(finished, 0, 0)
        }

        deinit {
            sem_destroy(finished)
            finished.deallocate()
        }

        @discardableResult
        func doNext() -> Bool {
            let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard index < count else { return false }
            let value = work(index)
            values.withLock { $0[index] = value }
            sem_post(finished)
            return true
        }

        func waitForNext() { while sem_wait(finished) != 0 {} }

        /// No item is begun any more.
        func stop() { next.store(count, ordering: .relaxed) }

        var results: [Value] { values.withLock { $0.compactMap { $0 } } }
    }
}
