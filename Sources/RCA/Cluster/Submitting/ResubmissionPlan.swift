package import FoundationEssentials

/// What has to be submitted again so that a run comes to its end.
package struct ResubmissionPlan: Sendable, Equatable {
    /// The shards that are neither complete nor in the queue.
    package var shards: [Int] = []
    /// The tasks in the queue that the merge has to wait for, as Slurm names them.
    package var awaited: [String] = []
    /// Whether a merge has to be submitted.
    package var needsMerge = false
    /// The queued merge job that waits for what will not come, to be cancelled.
    package var cancelledMerge: Int?

    package var isEmpty: Bool { shards.isEmpty && !needsMerge }

    /// - Parameters:
    ///   - overview: what the journals and Slurm say.
    ///   - merged: when the run's tables were written; nil before.
    package init(_ overview: ShardOverview, merged: Date?) {
        let unfinished = overview.shards.filter { !$0.isComplete }
        shards = unfinished.filter { $0.job?.isActive != true }.map(\.index)
        awaited = unfinished.compactMap { $0.job.flatMap { $0.isActive ? $0.name : nil } }
        let merge = overview.merge.flatMap { $0.isActive || $0.isStuck ? $0 : nil }
        let mergeHolds = shards.isEmpty && merge?.isActive == true
        let isMerged = unfinished.isEmpty && merged.map { $0 >= overview.lastWritten ?? .distantPast } == true
        needsMerge = !mergeHolds && !isMerged
        if needsMerge { cancelledMerge = merge?.job }
    }
}
