import Foundation
import Journal
import Synchronization
import TestSupport
import Testing

@Suite("The lock of a shard", .timeLimit(.minutes(10)))
struct ShardLockTests {
    @Test("beats while its owner keeps every thread of the concurrency runtime busy")
    func busy() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("shard.lock")
        let lock = try await ShardLock(path, beat: 1) { _ in }
        let first = try Self.time(path)
        let watch = Watch()
        // Off the runtime's threads, which the others keep until it has seen a beat.
        let watcher = Thread { @Sendable in
            for _ in 0..<600 {
                if let now = try? Self.time(path), now != first { break }
                usleep(100_000)
            }
            watch.isOver.store(true, ordering: .releasing)
        }
        watcher.start()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<ProcessInfo.processInfo.activeProcessorCount {
                group.addTask { while !watch.isOver.load(ordering: .acquiring) {} }
            }
        }
        #expect(try Self.time(path) != first)
        lock.release()
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    private final class Watch: Sendable {
        let isOver = Atomic<Bool>(false)
    }

    private static func time(_ path: String) throws -> Date? {
        try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
    }
}
