import Foundation
import RCA
import Testing

@Suite("slurm status")
struct SlurmStatusTests {
    private func submitted() async throws -> FakeSlurm {
        let slurm = try FakeSlurm(try await Workplace())
        let result = try await slurm.run(
            "slurm", "submit", "--shards", "3", "--", "score", "--images", "images", "--masks", "masks", "--reference",
            slurm.place.bundle, "--structures", PhantomFiles.structures, "--output", "out")
        try #require(result.status == 0, "\(result.error)")
        return slurm
    }

    @Test("shows journals and Slurm side by side, as text, CSV and JSON")
    func formats() async throws {
        let slurm = try await submitted()
        let scored = try await slurm.place.score([:], ["--shard", "2/3"])
        #expect(scored.status == 0)
        try slurm.write("101|1|RUNNING|None|n7\n101|2|COMPLETED|None|n7\n102|N/A|PENDING|Dependency|\n", to: "queue")
        let text = try await slurm.run("slurm", "status", "out")
        #expect(text.status == 0 && text.error == "")
        #expect(text.output.contains("RUNNING on n7\n") && text.output.contains("1 of 3 complete\n"))
        #expect(text.output.hasSuffix("merge: job 102, PENDING (Dependency)\n"))
        let csv = try await slurm.run("slurm", "status", "out", "--format", "csv")
        let rows = csv.output.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        #expect(rows.count == 4 && rows[1][8] == "RUNNING" && rows[2][4] == "true" && rows[3][7] == "")
        let json = try await slurm.run("slurm", "status", "out", "--format", "json")
        let tree = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        #expect((tree["total"] as? [String: Any])?["complete"] as? Int == 1 && tree["note"] is NSNull)
    }

    @Test("asks scontrol where squeue does not answer, and shows the journals alone where neither does")
    func silent() async throws {
        let slurm = try await submitted()
        try slurm.write("slurm_load_jobs error: timed out\n", to: "squeue-error")
        try slurm.write("JobId=101 ArrayJobId=101 ArrayTaskId=1-3 JobState=PENDING Reason=Priority\n", to: "job")
        let fallback = try await slurm.run("slurm", "status", "out")
        #expect(fallback.output.contains("PENDING (Priority)") && fallback.error == "")
        try slurm.write("cannot connect\n", to: "scontrol-error")
        let alone = try await slurm.run("slurm", "status", "out")
        #expect(alone.status == 0 && alone.output.contains("not begun"))
        #expect(
            alone.error
                == "rca-cli: Slurm does not answer, only the journals are known (scontrol: cannot connect)\n")
    }

    @Test("of jobs that Slurm has forgotten is the journals'")
    func forgotten() async throws {
        let slurm = try await submitted()
        try slurm.write("slurm_load_jobs error: Invalid job id specified\n", to: "squeue-error")
        let result = try await slurm.run("slurm", "status", "out")
        #expect(result.status == 0 && result.error == "" && result.output.contains("not begun"))
        #expect(try slurm.calls(of: "scontrol").isEmpty)
    }

    @Test("works for shards that were started in another way, and says so where there are none")
    func otherwise() async throws {
        let place = try await Workplace()
        let none = try await place.run("slurm", "status", "images")
        #expect(none.status == 64 && none.error.contains("/images: holds no run in shards; give the output folder"))
        _ = try await place.score([:], ["--shard", "1/2"])
        let result = try await place.run("slurm", "status", "out")
        #expect(result.status == 0 && result.output.contains("1 of 2 complete"))
        #expect(result.error.contains("not submitted by 'rca-cli slurm submit'"))
    }
}
