import Foundation
import RCA
import Testing

extension SlurmPlace {
    /// What became of a run of which two shards were stopped.
    struct Stopped {
        let array: String
        let merge: String
        /// The shard that was told to stop, and the one that was requeued, each with its log.
        let shards: [(index: Int, log: HeldLog)]
    }

    /// Submits a run in shards; has the first told to stop and the second requeued, each in the middle of its work.
    ///
    /// Nothing here depends on who is quicker: both shards log every stage into a pipe that nobody reads, so that they
    /// cannot end before they are stopped. For that the script is changed, as anybody may, and submitted again.
    func submitAndStopTwo(_ options: [String], _ score: [String], output: String) async throws -> Stopped {
        let logs = try [1, 2].map { try HeldLog(path: place.file("log-\($0)")) }
        let jobs = try await submit(
            options, score + ["-vvv"], output: output,
            beforeTheWork: "exec 2>'\(place.path)'/log-\"$SLURM_ARRAY_TASK_ID\"")
        try await waitForCases(shard: 1, logs[0], output)
        // As Slurm does before a time limit. Not by `scancel`, which sends it twice where Slurm is busy.
        let owner = try place.text("\(output)/journal/shard-0001-of-0008.lock").split(separator: " ")
        let process = try #require(owner.count > 1 ? Int32(owner[1]) : nil)
        try #require(kill(process, SIGTERM) == 0)
        try await waitUntilQueuedAgain(logs[0], output)
        try await waitForCases(shard: 2, logs[1], output)
        _ = try await slurm("scontrol", "requeue", "\(jobs.array)_2")
        for log in logs { log.release() }
        return Stopped(array: jobs.array, merge: jobs.merge, shards: [(1, logs[0]), (2, logs[1])])
    }

    /// Submits a run in one shard that Slurm stops at its time limit in the middle of its work, and returns once it has
    /// queued itself again.
    ///
    /// It is held back by its log until then: nothing depends on when Slurm looks for jobs at their limit.
    func submitUntilStoppedAtLimit(
        _ options: [String], _ score: [String], output: String
    ) async throws -> (array: String, merge: String, log: HeldLog) {
        let log = try HeldLog(path: place.file("log-\(output)"))
        let jobs = try await submit(
            options, score + ["-vvv"], output: output, beforeTheWork: "exec 2>'\(place.path)'/log-\(output)")
        try await waitUntilQueuedAgain(log, output)
        log.release()
        return (jobs.array, jobs.merge, log)
    }

    /// Lets a shard go on, a few cases at a time, until it has been told to stop and has queued itself again: so slowly
    /// that it still has work to do when the signal comes.
    private func waitUntilQueuedAgain(_ log: HeldLog, _ output: String) async throws {
        try await wait(for: "a stopped shard to queue itself again", output) {
            log.take()
            if log.text.contains("stopped in time: the task queues itself again") { return true }
            try await Task.sleep(for: .seconds(4))
            return false
        }
    }

    /// Submits a run whose jobs do something before their work: the script is changed, as anybody may, and submitted
    /// again.
    private func submit(
        _ options: [String], _ score: [String], output: String, beforeTheWork line: String
    ) async throws -> (array: String, merge: String) {
        let held = try await submit(options + ["--sbatch-option", "--hold"], score)
        // Of `scancel` only the effect counts: Slurm 22 ends with any code where it was told to be silent.
        _ = try await answer(["scancel", held.array, held.merge])
        for (script, start) in [("score", "\n\(line)\nexec "), ("merge", "\nexec ")] {
            let path = "\(output)/slurm/\(script).sbatch"
            let text = try place.text(path).replacing("#SBATCH --hold\n", with: "").replacing("\nexec ", with: start)
            try place.write(Array(text.utf8), to: path)
        }
        let again = try await run(["slurm", "resubmit", output])
        try #require(again.status == 0, "\(again.error)")
        return try Self.jobs(again.output)
    }

    /// Lets a shard go on until its journal has a case: that is written a second after the one before, so what
    /// comes after a second of standing still is in it.
    private func waitForCases(shard: Int, _ log: HeldLog, _ output: String) async throws {
        let journal = "\(output)/journal/shard-000\(shard)-of-0008.journal"
        try await wait(for: "a case of shard \(shard)", output) {
            if place.exists(journal), try place.text(journal).contains("\ncase") { return true }
            log.take()
            try await Task.sleep(for: .milliseconds(1200))
            return false
        }
        #expect(try !place.text(journal).contains("\ncomplete"), "shard \(shard) was not held back")
    }
}
