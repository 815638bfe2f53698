package import Imaging
import Journal

extension ShardOverview {
    /// Reads the journals of a run, and asks Slurm for its jobs.
    ///
    /// - Parameter needsSlurm: whether it is an error that Slurm does not answer, or a note.
    /// - Throws: ``InputError``, `file missing` where the folder holds no run in shards.
    package static func read(
        output: String, submission: SlurmSubmission?, needsSlurm: Bool
    ) async throws(InputError) -> ShardOverview {
        let journals = try journals(output)
        guard submission != nil || !journals.isEmpty else {
            throw InputError(
                .fileMissing, output, "holds no run in shards",
                remedy: "give the output folder of 'rca-cli slurm submit'"
            )
        }
        guard let submission else {
            return ShardOverview(
                output: output, submission: nil, journals: journals, queue: [],
                note: "not submitted by 'rca-cli slurm submit': only the journals are known")
        }
        do throws(InputError) {
            let queue = try await SlurmQueue.jobs(submission.numbers)
            return ShardOverview(output: output, submission: submission, journals: journals, queue: queue)
        } catch  where !needsSlurm {
            return ShardOverview(
                output: output, submission: submission, journals: journals, queue: [],
                note: "Slurm does not answer, only the journals are known (\(error.description))")
        }
    }

    private static func journals(_ output: String) throws(InputError) -> [Row] {
        do throws(InputError) {
            return try JournalFolder(output: output).shards().map(Row.init)
        } catch  where error.code == .fileMissing {
            return []
        }
    }
}

extension ShardOverview.Row {
    init(_ state: ShardState) {
        self.init(index: state.shard.index)
        total = state.total
        done = state.done
        failed = state.failed
        isComplete = state.isComplete
        isOutdated = state.isOutdated
        lastWritten = state.lastWritten
        started = state.started
        doneSinceStart = state.doneSinceStart
    }
}
