import Files
import Glibc
import Machine
import Synchronization
import Testing

@Suite("Work on threads of its own")
struct ThreadedMapTests {
    @Test("gives the results in order, whatever the number of threads", arguments: [0, 1, 2, 7, 200])
    func order(threads: Int) {
        let results = ThreadedMap.run(100, threads: threads) { index in
            if index % 10 == 0 { usleep(1000) }
            return index * index
        }
        #expect(results == (0..<100).map { $0 * $0 })
        #expect(ThreadedMap.run(0, threads: threads) { $0 }.isEmpty)
    }

    @Test("tells every step in order on the caller's thread")
    func steps() {
        let caller = pthread_self()
        var told: [Int] = []
        let results = ThreadedMap.run(20, threads: 3) { (done: Int) throws(Never) in
            told.append(done)
            #expect(pthread_equal(caller, pthread_self()) != 0)
        } _: {
            $0
        }
        #expect(results.count == 20 && told == Array(1...20))
    }

    @Test("begins no further item when a step throws")
    func ends() {
        let error = InputError(.cancelled, "work", "ends")
        let begun = Counter()
        #expect(throws: error) {
            _ = try ThreadedMap.run(1000, threads: 2) { done throws(InputError) in
                if done == 5 { throw error }
            } _: { index in
                usleep(500)
                begun.add()
                return index
            }
        }
        #expect(begun.value < 1000)
    }

    private final class Counter: Sendable {
        private let count = Atomic<Int>(0)
        func add() { count.wrappingAdd(1, ordering: .relaxed) }
        var value: Int { count.load(ordering: .relaxed) }
    }
}
