import Cluster
import RCA
import Testing

@Suite("A task of a Slurm array")
struct WorkerTests {
    @Test("finds its shard, threads and name in the environment")
    func place() throws {
        let place = try WorkerPlace(
            environment: [
                "SLURM_ARRAY_TASK_ID": "3", "SLURM_ARRAY_JOB_ID": "40", "SLURM_JOB_ID": "43",
                "SLURM_CPUS_PER_TASK": "4", "SLURM_RESTART_COUNT": "2",
            ], shards: 8)
        #expect(place.shard == Shard(index: 3, count: 8) && place.threads == 4 && place.restarts == 2)
        // By its own number a requeue might be of the whole array.
        #expect(place.task == "40_3")
        #expect(place.options == ["--shard", "3/8", "--threads", "4"])
        let bare = try WorkerPlace(environment: ["SLURM_ARRAY_TASK_ID": "1"], shards: 1)
        #expect(bare.options == ["--shard", "1/1"] && bare.task == nil && bare.restarts == 0)
    }

    @Test(
        "without a shard, or with one that is none of the run's, is refused",
        arguments: [
            [:], ["SLURM_ARRAY_TASK_ID": "9"], ["SLURM_ARRAY_TASK_ID": "0"], ["SLURM_ARRAY_TASK_ID": "x"],
        ])
    func nowhere(environment: [String: String]) {
        #expect(throws: InputError.self) { try WorkerPlace(environment: environment, shards: 8) }
    }

    private func decision(
        _ state: String, _ reason: String = "None", restarts: Int = 0, hasProgressed: Bool = true
    ) -> RequeueDecision {
        RequeueDecision(
            job: SlurmJob(job: 1, task: 2, state: state, reason: reason), restarts: restarts,
            hasProgressed: hasProgressed)
    }

    @Test("that is told to stop while it may run queues itself again; one that is cancelled does not")
    func requeue() {
        #expect(decision("RUNNING") == .requeue)
        #expect(decision("COMPLETING", "TimeLimit") == .requeue)
        #expect(decision("COMPLETING") == .leave(state: "COMPLETING"))
        #expect(decision("CANCELLED") == .leave(state: "CANCELLED"))
        #expect(decision("PENDING") == .leave(state: "PENDING"))
    }

    @Test("that scores nothing start after start gives up; one that scores goes on for ever")
    func bound() {
        #expect(decision("RUNNING", restarts: 2, hasProgressed: false) == .requeue)
        #expect(decision("RUNNING", restarts: 3, hasProgressed: false) == .noProgress(restarts: 3))
        #expect(decision("RUNNING", restarts: 1000) == .requeue)
    }
}
