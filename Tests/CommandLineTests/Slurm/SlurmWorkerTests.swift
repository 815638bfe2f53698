import Foundation
import RCA
import TestSupport
import Testing

@Suite("slurm worker")
struct SlurmWorkerTests {
    private let variables = [
        "SLURM_ARRAY_TASK_ID=1", "SLURM_ARRAY_JOB_ID=40", "SLURM_JOB_ID=41", "SLURM_CPUS_PER_TASK=1",
    ]

    private func words(_ place: Workplace, shards: Int = 1) -> [String] {
        ["slurm", "worker", "--shards", "\(shards)", "--"] + place.scoreWords()
    }

    private func work(_ place: Workplace, shards: Int = 1, _ variables: [String]) async throws -> ProgramResult {
        try await Program.run(words(place, shards: shards), in: place.path, prefix: ["env"] + variables)
    }

    @Test("scores its shard with its threads, and ends with 0")
    func complete() async throws {
        let place = try await Workplace()
        let result = try await work(place, variables)
        #expect(result.status == 0, "\(result.error)")
        #expect(try place.names("out/journal").contains("shard-0001-of-0001.journal"))
    }

    @Test("of a complete shard with failed cases ends with 0, of an incomplete one not")
    func failed() async throws {
        let place = try await Workplace()
        try place.write(Array("no image".utf8), to: "images/phantom_0001.png")
        let result = try await work(place, variables)
        #expect(result.status == 0 && result.error.contains("1 of its cases failed, the merge lists them"))

        let blocked = try await Workplace()
        try blocked.makeFolder("out/journal/shard-0001-of-0001.journal")
        let refused = try await work(blocked, variables)
        #expect(refused.status != 0 && refused.error.contains("shard-0001-of-0001.journal"))
        let nowhere = try await work(blocked, ["-u", "SLURM_ARRAY_TASK_ID"])
        #expect(nowhere.status == 64 && nowhere.error.contains("SLURM_ARRAY_TASK_ID: is not set"))
    }

    /// A place with so many cases that the run lasts for seconds.
    private func longPlace() async throws -> FakeSlurm {
        let place = try await Workplace(isEmpty: true)
        for folder in ["images", "masks"] { try place.makeFolder(folder) }
        for index in 0..<2000 {
            let name = PhantomFiles.names[index % 3]
            try place.link("images/\(index).png", to: place.phantoms + "/cases/images/" + name)
            try place.link("masks/\(index).png", to: place.phantoms + "/cases/labels/" + name)
        }
        return try FakeSlurm(place)
    }

    @Test("that is told to stop while it may run queues itself again, by its place in the array; a cancelled one not")
    func stopped() async throws {
        let slurm = try await longPlace()
        try slurm.write("JobId=41 ArrayJobId=40 ArrayTaskId=1 JobState=RUNNING Reason=None\n", to: "job")
        let words = words(slurm.place) + ["-vv"]
        let result = try await Program.interrupt(
            words, in: slurm.place.path, with: [.terminate], variables: variables + [slurm.path])
        #expect(
            result.status == 130 && result.error.contains("the task queues itself again"), "\(result.error.suffix(600))"
        )
        #expect(try slurm.calls(of: "scontrol").last == "scontrol <requeue> <40_1>")

        try slurm.write("JobId=41 ArrayJobId=40 ArrayTaskId=1 JobState=COMPLETING Reason=None\n", to: "job")
        let cancelled = try await Program.interrupt(
            words, in: slurm.place.path, with: [.terminate], variables: variables + [slurm.path])
        #expect(cancelled.status == 130 && cancelled.error.contains("Slurm has the task as COMPLETING"))
        #expect(try slurm.calls(of: "scontrol").count == 3)
    }
}
