import Cluster
import Foundation
import RCA
import Testing

/// A run in four shards, submitted as array 10 with merge 11.
private enum FourShards {
    static let start = Date(timeIntervalSince1970: 1_000_000)

    static var submission: SlurmSubmission {
        var submission = SlurmSubmission(
            BatchRequest(output: "/o", program: "/p", score: ["score"], shards: 4))
        submission.jobs = [SlurmSubmission.Jobs(array: 10, shards: "1-4", merge: 11)]
        return submission
    }

    /// `done` of ten cases in ten seconds each.
    static func journals(done: [Int]) -> [ShardOverview.Row] {
        done.indices.map { place in
            var row = ShardOverview.Row(index: place + 1)
            guard done[place] > 0 else { return row }
            row.total = 10
            row.done = done[place]
            row.doneSinceStart = done[place]
            row.isComplete = done[place] == 10
            row.started = start
            row.lastWritten = start.addingTimeInterval(10 * Double(done[place]))
            return row
        }
    }

    static func queue(_ states: [String], merge: String? = "PENDING") -> [SlurmJob] {
        states.enumerated().map { SlurmJob(job: 10, task: $0.offset + 1, state: $0.element, node: "n1") }
            + (merge.map { [SlurmJob(job: 11, state: $0, reason: "Dependency")] } ?? [])
    }

    static func overview(
        done: [Int], _ queue: [SlurmJob], submission: SlurmSubmission? = FourShards.submission
    ) -> ShardOverview {
        ShardOverview(output: "/o", submission: submission, journals: journals(done: done), queue: queue)
    }
}

@Suite("How far the shards are")
struct ShardOverviewTests {
    @Test("is a table with Slurm's word beside the journal's")
    func text() {
        var overview = FourShards.overview(
            done: [10, 4, 0, 2], FourShards.queue(["COMPLETED", "RUNNING", "PENDING", "FAILED"]))
        overview.shards[3].failed = 1
        overview.shards[3].job?.reason = "NonZeroExitCode"
        let lines = overview.text.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
        #expect(
            lines == [
                "shard done total failed rate left", lines[1], "1 10 10 0 6.0/min complete",
                "2 4 10 0 6.0/min 1 min 00 s RUNNING on n1", "3 0 ? 0 PENDING on n1",
                "4 2 10 1 6.0/min not complete, FAILED (NonZeroExitCode)", "all 16 ? 1 6.0/min 1 of 4 complete",
                "merge: job 11, PENDING (Dependency)",
            ])
    }

    @Test("is measured by the newest job alone, and has an end only where a job runs")
    func rates() {
        var overview = FourShards.overview(
            done: [10, 4, 2, 2], FourShards.queue(["COMPLETED", "RUNNING", "RUNNING", "PENDING"]))
        overview.shards[2].started = FourShards.start.addingTimeInterval(18)
        overview.shards[2].doneSinceStart = 1
        #expect(overview.shards.map(\.rate) == [0.1, 0.1, 0.5, 0.1])
        #expect(overview.shards.map(\.secondsLeft) == [nil, 60, 16, nil])
        #expect(overview.rate == 0.6 && overview.total == 40 && overview.done == 18)
        #expect(abs((overview.secondsLeft ?? 0) - 22 / 0.6) < 1e-9)
    }

    @Test("is told by the journals alone where Slurm is silent, and for shards it never had")
    func journalsAlone() {
        let overview = FourShards.overview(done: [10, 0], [], submission: nil)
        #expect(overview.shards.count == 2 && overview.complete == 1 && overview.rate == nil)
        #expect(overview.text.contains("not begun"))
        // Journals of another division of the run say nothing of these shards.
        #expect(FourShards.overview(done: [10, 10], []).complete == 0)
    }

    @Test("is JSON with every key, and CSV with a row a shard")
    func documents() throws {
        let overview = FourShards.overview(
            done: [10, 4, 0, 2], FourShards.queue(["COMPLETED", "RUNNING", "PENDING", "FAILED"]))
        let csv = overview.csv.split(separator: "\n")
        #expect(csv[0] == "shard,done,total,failed,complete,rate,seconds_left,job,state,reason,node")
        #expect(csv[2] == "2,4,10,0,false,0.100,60.000,10_2,RUNNING,,n1")
        #expect(csv[3] == "3,0,,0,false,,,10_3,PENDING,,n1" && csv.count == 5)
        let json = try #require(
            JSONSerialization.jsonObject(with: Data(overview.document.json.utf8)) as? [String: Any])
        #expect(Set(json.keys) == ["output", "shards", "total", "merge", "note"])
        let shards = try #require(json["shards"] as? [[String: Any]])
        #expect(
            Set(shards[2].keys) == ["shard", "done", "total", "failed", "complete", "rate", "secondsLeft", "job"])
        #expect(shards[2]["total"] is NSNull && (shards[1]["job"] as? [String: String])?["state"] == "RUNNING")
    }
}

@Suite("What is submitted again")
struct ResubmissionPlanTests {
    private func plan(done: [Int], _ queue: [SlurmJob], merged: Date? = nil) -> ResubmissionPlan {
        ResubmissionPlan(FourShards.overview(done: done, queue), merged: merged)
    }

    @Test("is what is neither complete nor queued, with a merge that waits for it and for what is queued")
    func mixed() {
        let plan = plan(done: [10, 4, 0, 2], FourShards.queue(["COMPLETED", "FAILED", "PENDING", "CANCELLED"]))
        #expect(plan.shards == [2, 4] && plan.awaited == ["10_3"] && plan.needsMerge && plan.cancelledMerge == 11)
    }

    @Test("is nothing while all runs as it should, and when the tables are written")
    func nothing() {
        #expect(plan(done: [1, 0, 0, 0], FourShards.queue(["RUNNING", "RUNNING", "PENDING", "PENDING"])).isEmpty)
        #expect(plan(done: [10, 10, 10, 10], FourShards.queue(["COMPLETED"])).isEmpty)
        let done = plan(done: [10, 10, 10, 10], [], merged: FourShards.start.addingTimeInterval(101))
        #expect(done.isEmpty)
    }

    @Test("is a merge alone where it was cancelled, failed, never submitted, or older than the journals")
    func mergeAlone() {
        let running = ["RUNNING", "COMPLETED", "COMPLETED", "COMPLETED"]
        let cancelled = plan(done: [4, 10, 10, 10], FourShards.queue(running, merge: "CANCELLED"))
        #expect(cancelled.shards.isEmpty && cancelled.awaited == ["10_1"] && cancelled.needsMerge)
        #expect(cancelled.cancelledMerge == nil)
        let failed = plan(
            done: [10, 10, 10, 10], FourShards.queue(running, merge: "FAILED"),
            merged: FourShards.start.addingTimeInterval(50))
        #expect(failed.shards.isEmpty && failed.awaited.isEmpty && failed.needsMerge)
    }

    @Test("is every unfinished shard where Slurm has forgotten the jobs")
    func forgotten() {
        let plan = plan(done: [10, 4, 0, 2], [])
        #expect(plan.shards == [2, 3, 4] && plan.awaited.isEmpty && plan.cancelledMerge == nil && plan.needsMerge)
    }

    @Test("takes away a merge that is stuck in the queue for ever")
    func stuck() {
        let stuck = SlurmJob(job: 11, state: "PENDING", reason: "DependencyNeverSatisfied")
        let plan = plan(done: [10, 10, 10, 10], FourShards.queue([], merge: nil) + [stuck])
        #expect(plan.shards.isEmpty && plan.cancelledMerge == 11 && plan.needsMerge)
    }

    @Test("looks at the newest task of a shard, but for an older one that still runs")
    func newest() {
        var submission = FourShards.submission
        submission.jobs.append(SlurmSubmission.Jobs(array: 20, shards: "2-3", merge: 21))
        #expect(submission.numbers == [10, 11, 20, 21] && submission.merge == 21)
        let again = [SlurmJob(job: 20, task: 2, state: "RUNNING"), SlurmJob(job: 20, task: 3, state: "FAILED")]
        let tasks = submission.tasks(in: FourShards.queue(["COMPLETED", "FAILED", "RUNNING", "FAILED"]) + again)
        #expect(tasks.mapValues(\.name) == [1: "10_1", 2: "20_2", 3: "10_3", 4: "10_4"])
    }
}
