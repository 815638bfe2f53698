package import Tables

extension ShardOverview {
    /// The overview for JSON. Keys are stable, and documented in docs/formats.md.
    package var document: ReportValue {
        .branch([
            "output": .text(output),
            "shards": .list(shards.map(Self.row)),
            "total": .branch([
                "shards": .integer(shards.count), "complete": .integer(complete), "done": .integer(done),
                "total": Self.integer(total), "failed": .integer(failed), "rate": .number(rate),
                "secondsLeft": .number(secondsLeft),
            ]),
            "merge": merge.map(Self.job) ?? .undefined,
            "note": note.map(ReportValue.text) ?? .undefined,
        ])
    }

    /// One row a shard: the table for a spreadsheet.
    package var csv: String {
        var writer = CSVWriter(header: [
            "shard", "done", "total", "failed", "complete", "rate", "seconds_left", "job", "state", "reason", "node",
        ])
        for row in shards {
            writer.append(String(row.index))
            writer.append(String(row.done))
            writer.append(row.total.map { String($0) } ?? "")
            writer.append(String(row.failed))
            writer.append(String(row.isComplete))
            writer.append(row.rate.map { DecimalText.threeDigits($0) } ?? "")
            writer.append(row.secondsLeft.map { DecimalText.threeDigits($0) } ?? "")
            writer.append(row.job?.name ?? "")
            writer.append(row.job?.state ?? "")
            writer.append(row.job?.reason ?? "")
            writer.append(row.job?.node ?? "")
            writer.endRow()
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private static func row(_ row: Row) -> ReportValue {
        .branch([
            "shard": .integer(row.index), "done": .integer(row.done), "total": integer(row.total),
            "failed": .integer(row.failed), "complete": .flag(row.isComplete), "rate": .number(row.rate),
            "secondsLeft": .number(row.secondsLeft), "job": row.job.map(job) ?? .undefined,
        ])
    }

    private static func job(_ job: SlurmJob) -> ReportValue {
        .branch([
            "job": .text(job.name), "state": .text(job.state), "reason": .text(job.reason), "node": .text(job.node),
        ])
    }

    private static func integer(_ value: Int?) -> ReportValue { value.map(ReportValue.integer) ?? .undefined }
}
