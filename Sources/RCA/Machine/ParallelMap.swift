import Synchronization

/// Runs the same work for many items on a few workers.
package enum ParallelMap {
    /// The results in the items' order, whatever order they were finished in.
    ///
    /// - Parameters:
    ///   - count: items; `work` gets each index once.
    ///   - threads: how many run at the same time.
    package static func run<Value: Sendable>(
        _ count: Int, threads: Int, _ work: @escaping @Sendable (Int) -> Value
    ) async -> [Value] {
        let results = Results<Value>(count: count)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<max(1, min(threads, count)) {
                group.addTask {
                    while let index = results.nextIndex() { results.set(work(index), at: index) }
                }
            }
        }
        return results.all
    }

    private final class Results<Value: Sendable>: Sendable {
        private let count: Int
        private let next = Atomic<Int>(0)
        private let values: Mutex<[Value?]>

        init(count: Int) {
            self.count = count
            values = Mutex(Array(repeating: nil, count: count))
        }

        func nextIndex() -> Int? {
            let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
            return index < count ? index : nil
        }

        func set(_ value: Value, at index: Int) { values.withLock { $0[index] = value } }

        var all: [Value] { values.withLock { $0.compactMap { $0 } } }
    }
}
