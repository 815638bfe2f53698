import Foundation
import Journal
import RCA
import Testing

@Suite(
    "On a real Slurm",
    .enabled(if: SlurmCluster.isInstalled, "needs Slurm: as root, apt-get install slurm-wlm munge"),
    .enabled("Slurm could not be started; scripts/slurm/cluster.sh has said why") {
        await SlurmCluster.running() != nil
    })
struct SlurmClusterTests {
    @Test(
        "an array of 8 shards, one of them told to stop in the middle and one requeued in the middle, gives the bytes of one process"
    )
    func array() async throws {
        let slurm = try await SlurmPlace.large()
        // One by its own doing, as before a time limit or a preemption; another by Slurm's.
        let run = try await slurm.submitAndStopTwo(
            ["--shards", "8", "--time", "30"], slurm.score(output: "many"), output: "many")
        let journals = JournalFolder(output: slurm.place.file("many"))
        let single = try await SlurmPlace.single.value
        #expect(single.status == 0, "\(single.error)")
        try await slurm.waitForMerge(run.merge, "many", reading: run.shards.map(\.log))

        #expect(try slurm.haveSameTables("many", "single"))
        for shard in run.shards {
            let state = try await slurm.state("\(run.array)_\(shard.index)")
            // The newest start has done a part, an earlier one the rest. Slurm may have started one again by itself,
            // where the machine was too busy to start it at once.
            let journal = try journals.shards()[shard.index - 1]
            #expect(journal.doneSinceStart > 0 && journal.doneSinceStart < journal.done, "\(shard.index): \(journal)")
            #expect(state.state == "COMPLETED" && state.restarts >= 1, "\(shard.index): \(state)")
        }
        let shards = try await slurm.shards("many")
        #expect(shards.allSatisfy { $0["complete"] as? Bool == true && $0["failed"] as? Int == 0 })
        let again = try await slurm.run(["slurm", "resubmit", "many"])
        #expect(again.status == 0 && again.output == "" && again.error.hasPrefix("nothing to do"))
    }

    @Test("a shard that fails keeps the merge from running, and resubmit mends it, whatever the folder is called")
    func failure() async throws {
        let slurm = try await SlurmPlace.small()
        let output = "o u't\n\"$x\" #1"
        // Where the journal of the third shard has to go lies a folder.
        let obstacle = output + "/journal/shard-0003-of-0004.journal"
        try slurm.place.makeFolder(obstacle)
        let jobs = try await slurm.submit(["--shards", "4"], slurm.score(output: output))
        try await slurm.wait(for: "the end of all", output) {
            let queue = try await slurm.slurm(
                "squeue", "--noheader", "--states=all", "--array", "--jobs=\(jobs.array),\(jobs.merge)", "--format=%T")
            let states = queue.split(separator: "\n").sorted()
            return states == ["CANCELLED", "COMPLETED", "COMPLETED", "COMPLETED", "FAILED"]
        }
        #expect(try await slurm.state("\(jobs.array)_3").state == "FAILED")
        #expect(try await slurm.state(jobs.merge).state == "CANCELLED")
        #expect(!slurm.place.exists(output + "/rca_dice_scores.csv"))
        #expect(try slurm.place.text(output + "/slurm/logs/shard-3.log").contains("shard-0003-of-0004.journal"))
        let status = try await slurm.run(["slurm", "status", output])
        #expect(status.output.contains("3 of 4 complete") && status.output.contains("FAILED (NonZeroExitCode)"))

        try slurm.place.remove(obstacle)
        let again = try await slurm.run(["slurm", "resubmit", output])
        #expect(again.status == 0 && again.error.hasPrefix("submitted: shards 3 as job "), "\(again.error)")
        let merge = try #require(again.output.split(whereSeparator: \.isWhitespace).last)
        try await slurm.waitForMerge(String(merge), output)
        let single = try await slurm.run(slurm.score(output: "single"))
        #expect(single.status == 0)
        #expect(try slurm.haveSameTables(output, "single"))
    }

    @Test("the document's command gives a shell that talks to a Slurm of its own, and ends with it")
    func documented() async throws {
        let commands = try DocumentBlock.blocks(in: "docs/cluster.md", runBy: "SlurmClusterTests")
        #expect(commands.count == 1)
        for command in commands {
            let result = try await SlurmPlace.run(command, input: "sinfo --noheader --format=%P\nrca-cli --version\n")
            #expect(result.status == 0 && result.output.hasPrefix("test*\nrca-cli "), "\(result.error)")
        }
    }

    @Test("a job at its real time limit, the smallest there is, is stopped in time, requeued, and goes on")
    func limit() async throws {
        let slurm = try await SlurmPlace.large()
        let jobs = try await slurm.submitUntilStoppedAtLimit(
            ["--shards", "1", "--time", "1", "--stop-before", "60"], slurm.score(output: "limited"), output: "limited")
        let single = try await SlurmPlace.single.value
        #expect(single.status == 0, "\(single.error)")
        try await slurm.waitForMerge(jobs.merge, "limited", reading: [jobs.log])
        #expect(try await slurm.state("\(jobs.array)_1").restarts >= 1)
        #expect(try slurm.haveSameTables("limited", "single"))
    }
}
