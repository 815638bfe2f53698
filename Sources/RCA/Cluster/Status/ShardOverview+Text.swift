import Machine
import Tables

extension ShardOverview {
    /// The table for a terminal, and below it what is worth a line.
    package var text: String {
        var table = TextTable(columns: [
            ("shard", .right), ("done", .right), ("total", .right), ("failed", .right), ("rate", .right),
            ("left", .right), ("", .left),
        ])
        for row in shards {
            table.append([
                "\(row.index)", "\(row.done)", row.total.map(String.init) ?? "?", "\(row.failed)",
                row.rate.map(ProgressText.rate) ?? "", row.secondsLeft.map(ProgressText.duration) ?? "",
                Self.state(of: row),
            ])
        }
        table.append([
            "all", "\(done)", total.map(String.init) ?? "?", "\(failed)", rate.map(ProgressText.rate) ?? "",
            secondsLeft.map(ProgressText.duration) ?? "", "\(complete) of \(shards.count) complete",
        ])
        var text = table.text
        if let merge { text += "merge: job \(merge.job), \(Self.described(merge))\n" }
        return text
    }

    private static func state(of row: Row) -> String {
        let isRunning = row.job?.isActive == true
        if row.isComplete { return "complete" + (isRunning ? ", \(row.job?.state ?? "")" : "") }
        let journal =
            row.isOutdated
            ? "folders have changed since" : row.total == nil && row.done == 0 ? "not begun" : "not complete"
        guard let job = row.job else { return journal }
        return isRunning ? described(job) : "\(journal), \(described(job))"
    }

    private static func described(_ job: SlurmJob) -> String {
        let place = job.node.isEmpty || !job.isActive ? "" : " on \(job.node)"
        return job.state + place + (job.reason.isEmpty ? "" : " (\(job.reason))")
    }
}
