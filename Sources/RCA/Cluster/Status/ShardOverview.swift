package import FoundationEssentials

/// How far a run in shards has come: what the journals hold, and what Slurm says.
package struct ShardOverview: Sendable, Equatable {
    /// A shard's journal and its job.
    package struct Row: Sendable, Equatable {
        package var index: Int
        /// Cases of the shard; nil before its job has counted them.
        package var total: Int?
        /// Cases that are in the journal, the failed ones too.
        package var done = 0
        package var failed = 0
        package var isComplete = false
        /// Not complete, since the folders have changed after it began.
        package var isOutdated = false
        /// When its newest case was finished.
        package var lastWritten: Date?
        /// When its newest job began.
        package var started: Date?
        /// The cases that the newest job has added.
        package var doneSinceStart = 0
        /// The task that Slurm has, or had, for it.
        package var job: SlurmJob?

        package init(index: Int) { self.index = index }

        /// Cases a second of the newest job; nil where it has finished none.
        package var rate: Double? {
            guard let started, let lastWritten else { return nil }
            let seconds = lastWritten.timeIntervalSince(started)
            return seconds > 0 && doneSinceStart > 0 ? Double(doneSinceStart) / seconds : nil
        }

        var left: Int? { total.map { max(0, $0 - done) } }

        /// Seconds to go at its rate; nil unless its job runs.
        package var secondsLeft: Double? {
            guard !isComplete, job?.state == "RUNNING", let left, let rate else { return nil }
            return Double(left) / rate
        }
    }

    /// The output folder.
    package var output: String
    package var shards: [Row]
    /// The merge job that was submitted last, where Slurm still knows it.
    package var merge: SlurmJob?
    /// Why there is nothing of Slurm in it, in words; nil where there is.
    package var note: String?

    /// - Parameters:
    ///   - submission: nil for a run that Slurm was not told of.
    ///   - journals: a row for each shard, in their order, without jobs; empty where no journal was begun.
    ///   - queue: what Slurm says of the submission's jobs.
    package init(
        output: String, submission: SlurmSubmission?, journals: [Row], queue: [SlurmJob], note: String? = nil
    ) {
        let count = submission?.shards ?? journals.count
        let tasks = submission?.tasks(in: queue) ?? [:]
        self.output = output
        self.note = note
        shards = (1...max(1, count)).map { index in
            // The journals of a run in another number of shards say nothing of these.
            var row = journals.count == count ? journals[index - 1] : Row(index: index)
            row.job = tasks[index]
            return row
        }
        merge = submission?.merge.flatMap { number in queue.first { $0.job == number } }
    }

    package var done: Int { shards.map(\.done).reduce(0, +) }
    package var failed: Int { shards.map(\.failed).reduce(0, +) }
    package var complete: Int { shards.filter(\.isComplete).count }
    package var lastWritten: Date? { shards.compactMap(\.lastWritten).max() }

    /// Nil while a shard has not been counted.
    package var total: Int? {
        let totals = shards.compactMap(\.total)
        return totals.count == shards.count ? totals.reduce(0, +) : nil
    }

    /// Cases a second of all jobs that run; nil where none does.
    package var rate: Double? {
        let rates = shards.filter { $0.job?.state == "RUNNING" && !$0.isComplete }.compactMap(\.rate)
        return rates.isEmpty ? nil : rates.reduce(0, +)
    }

    /// Seconds to go for all that is left at ``rate``; nil where it or the total is not known.
    package var secondsLeft: Double? {
        guard let total, let rate else { return nil }
        return Double(max(0, total - done)) / rate
    }
}
