import Cluster
import Foundation
import RCA
import TestSupport
import Testing

@Suite("slurm submit and resubmit")
struct SlurmSubmitTests {
    private let score = ["--images", "images", "--masks", "./masks", "--structures", PhantomFiles.structures]

    private func submit(
        _ slurm: FakeSlurm, _ options: [String] = ["--shards", "4"], output: String = "out", more: [String] = []
    ) async throws -> ProgramResult {
        let words = ["slurm", "submit"] + options + ["--", "score"] + score
        return try await Program.run(
            words + ["--reference", slurm.place.bundle, "--output", output] + more, in: slurm.place.path,
            prefix: ["env", slurm.path])
    }

    @Test("writes both scripts, submits them with the dependency, and prints the jobs' numbers")
    func submitted() async throws {
        let slurm = try FakeSlurm(try await Workplace())
        // As a shell has it that came here through no link.
        let here = URL(filePath: slurm.place.path).resolvingSymlinksInPath().path
        let result = try await submit(
            slurm, ["--shards", "4", "--time", "30", "--cpus-per-task", "2", "--sbatch-option", "--account=lab"])
        #expect(result.status == 0 && result.output == "array 101\nmerge 102\n")
        #expect(result.error.contains("submitted: shards 1-4 as job 101, the merge after them as job 102\n"))
        #expect(
            try slurm.place.names("out/slurm") == [
                "logs", "merge.sbatch", "score.sbatch", "submission.json",
            ])
        let script = try slurm.place.text("out/slurm/score.sbatch")
        for line in [
            "#SBATCH --array=1-4\n", "#SBATCH --time=30\n", "#SBATCH --cpus-per-task=2\n", "#SBATCH --account=lab\n",
            "  --images \(here)/images \\\n", "  --masks \(here)/masks \\\n", "  --output \(here)/out\n",
        ] { #expect(script.contains(line), "\(line)") }
        let submission = try SlurmSubmission(folder: SlurmFolder(output: slurm.place.file("out")))
        #expect(submission.jobs == [SlurmSubmission.Jobs(array: 101, shards: "1-4", merge: 102)])
        #expect(
            try slurm.calls() == [
                "sbatch <--parsable> <--chdir=\(here)/out> <--array=1-4> <\(here)/out/slurm/score.sbatch>",
                "sbatch <--parsable> <--chdir=\(here)/out> <--dependency=afterok:101> <--kill-on-invalid-dep=yes> "
                    + "<\(here)/out/slurm/merge.sbatch>",
            ])

        let again = try await submit(slurm)
        #expect(again.status == 64 && again.error.contains("/out: has been submitted already; submit what is not"))
        #expect(try slurm.calls().count == 2)
    }

    @Test("takes a threshold without a calibration, for every job")
    func threshold() async throws {
        let slurm = try FakeSlurm(try await Workplace())
        try await slurm.place.drawReferences()
        let result = try await submit(slurm, more: ["--reference", "many", "--threshold", "0.8", "--alpha", "0.2"])
        #expect(result.status == 0, "\(result.error)")
        let script = try slurm.place.text("out/slurm/score.sbatch")
        #expect(script.contains("  --threshold 0.8 \\\n  --alpha 0.2\n"), "\(script)")
    }

    @Test("--dry-run prints scripts and commands, and neither writes nor calls anything")
    func dryRun() async throws {
        let slurm = try FakeSlurm(try await Workplace())
        let before = try slurm.place.names(".")
        let result = try await submit(slurm, ["--shards", "4", "--dry-run"], output: "o u't\n$(x)")
        #expect(result.status == 0 && result.error == "")
        #expect(result.output.contains("\n#!/bin/sh\n") && result.output.contains("#SBATCH --array=1-4\n"))
        #expect(result.output.contains("\nsbatch --parsable '--chdir="))
        #expect(result.output.contains("--dependency=afterok:ARRAY_JOB --kill-on-invalid-dep=yes"))
        #expect(try slurm.place.names(".") == before && slurm.calls().isEmpty)
    }

    @Test("makes every path in the options of score absolute")
    func paths() async throws {
        let calibrated = try await CalibratedPlace()
        let slurm = try FakeSlurm(calibrated.place)
        let help = try await slurm.run("score", "--experimental-dump-help")
        let tree = try #require(try JSONSerialization.jsonObject(with: Data(help.output.utf8)) as? [String: Any])
        let command = try #require(tree["command"] as? [String: Any])
        var options: Set<String> = []
        for argument in try #require(command["arguments"] as? [[String: Any]]) {
            guard let kind = argument["valueName"] as? String, ["folder", "file", "path", "archive"].contains(kind),
                let names = argument["names"] as? [[String: Any]], let name = names.first?["name"] as? String
            else { continue }
            options.insert("--" + name)
        }
        #expect(options.isSuperset(of: ["--images", "--masks", "--reference", "--output", "--calibration"]))
        let given: Set<String> = ["--images", "--masks", "--reference", "--output"]
        let more = options.subtracting(given).sorted()
        let result = try await submit(
            slurm, ["--dry-run"], more: more.flatMap { [$0, $0 == "--calibration" ? "model.json" : "relative"] })
        #expect(result.status == 0, "\(result.error)")
        for option in more { #expect(result.output.contains("  \(option) /"), "\(option)") }
    }

    @Test("repeats in one line what sbatch complains of, and can be called again")
    func refused() async throws {
        let slurm = try FakeSlurm(try await Workplace())
        try slurm.write(
            "sbatch: error: invalid partition specified: zz\nsbatch: error: Batch job submission failed\n",
            to: "score-error")
        let result = try await submit(slurm)
        #expect(result.status == 64 && result.output == "")
        #expect(
            result.error
                == "rca-cli: sbatch: invalid partition specified: zz; Batch job submission failed\n")
        #expect(!slurm.place.exists("out/slurm/submission.json"))
        try slurm.place.remove("score-error")
        let again = try await submit(slurm)
        #expect(again.status == 0)
    }

    @Test("says so where Slurm is not")
    func missing() async throws {
        let slurm = try FakeSlurm(try await Workplace())
        let words =
            ["slurm", "submit", "--", "score"] + score + ["--reference", slurm.place.bundle, "--output", "out"]
        let result = try await Program.run(words, in: slurm.place.path, prefix: ["env", "PATH=/nowhere"])
        #expect(result.status == 64)
        #expect(
            result.error == "rca-cli: sbatch: is not on this machine's PATH; run this where Slurm is, on a login node "
                + "of the cluster\n")
    }

    @Test(
        "refuses a scoring run that could not start, before anything is queued",
        arguments: [
            (
                ["--threads", "3"],
                "--threads: is set for each job by Slurm; leave it out after --, and give --cpus-per-task"
            ),
            (["--shard=1/2"], "--shard: is set for each job by Slurm; leave it out after --, and give --shards before"),
            (["--estimator", "guess"], "score: The value 'guess' is invalid for '--estimator <name>'"),
            (["--structures", "lungs"], "structures 'lungs': 'lungs' is not a name and a label"),
            (["--images", "none"], "none: there is no such folder; check the path"),
            (["--output", "a%b"], "a%b: has a % or a backslash"),
            (["--masks", "nowhere"], "nowhere: there is no such folder"),
            (["--masks", "empty"], "empty: the folder holds no masks"),
            (["--images", "empty"], "empty: the folder holds no images"),
            (["--reference", "images/phantom_0001.png"], "images/phantom_0001.png: is not a reference bundle"),
            (["--structures", "lungs=1,spleen=2"], "the references' structures are lungs, heart: there is no spleen"),
            (["--calibration", "none.json"], "none.json: does not exist"),
            (["--alpha", "0.2"], "--alpha needs --threshold or --calibration"),
            (
                ["--alpha", "0.001", "--threshold", "0.8"],
                "0.001 is less than the range of the expected Dice can promise"
            ),
            (["--calibration", "images/phantom_0001.png"], "images/phantom_0001.png: "),
            (["--surface", "--pixel-spacing", "0"], "--pixel-spacing: \"0\" is not a spacing"),
            (["--references-per-case", "-1"], "--references-per-case is 1 or more"),
            (["--report"], "--report needs the tables"),
            (["--replace"], "--replace does not go with --shard"),
            (["--output", "images"], "images: is an input as well"),
            (["--output", "taken"], "taken/rca_run.json: is there already"),
            (["--output", "earlier"], "earlier: holds results of "),
        ])
    func unusable(more: [String], message: String) async throws {
        let slurm = try FakeSlurm(try await Workplace())
        try slurm.place.makeFolder("empty")
        try slurm.write("{}", to: "taken/rca_run.json")
        if more.last == "earlier" {
            try slurm.place.copy("images/" + PhantomFiles.names[0], to: "images2/other.png")
            try slurm.place.copy("masks/" + PhantomFiles.names[0], to: "masks2/other.png")
            let words = ["images": "images2", "masks": "masks2", "output": "earlier"]
            try await #expect(slurm.place.score(words, ["--quiet"]).status == 0)
        }
        let result = try await submit(slurm, more: more)
        #expect(result.status == 64 && result.error.contains(message), "\(result.error)")
        #expect(try slurm.calls().isEmpty && !slurm.place.exists("out"))
        // The same words are refused by score itself, with the same line, but for those that Slurm sets.
        if ["--threads", "--shard=1/2", "--report", "--replace", "--estimator"].contains(more[0]) || more.last == "a%b"
        {
            return
        }
        let own = try await Program.run(
            ["score"] + score + ["--reference", slurm.place.bundle, "--output", "out"] + more, in: slurm.place.path)
        #expect(own.status == 64 && own.error.contains(message), "\(own.error)")
    }

    @Test(
        "refuses times that make no sense",
        arguments: [
            (["--time", "1:59"], "--stop-before: 120 seconds are more than --time 1:59, which is 119 seconds"),
            (["--time", "1"], "--stop-before: 120 seconds are more than --time 1, which is 60 seconds"),
            (["--time", "soon"], "--time: 'soon' is no time; write it as 2:00:00, 1-12 or minutes"),
            (["--time", "3"], nil), (["--time", "1-0"], nil), (["--time", "0:02:01"], nil), (["--time", "0"], nil),
            (["--time", "UNLIMITED"], nil),
        ] as [([String], String?)])
    func times(options: [String], message: String?) async throws {
        let slurm = try FakeSlurm(try await Workplace())
        let result = try await submit(slurm, ["--dry-run", "--stop-before", "120"] + options)
        #expect(result.status == (message == nil ? 0 : 64), "\(result.error)")
        if let message { #expect(result.error.hasPrefix("rca-cli: " + message), "\(result.error)") }
    }

    @Test("that could not submit the merge leaves it to resubmit")
    func withoutMerge() async throws {
        let slurm = try FakeSlurm(try await Workplace())
        try slurm.write("sbatch: error: Too many jobs\n", to: "merge-error")
        let result = try await submit(slurm)
        #expect(result.status == 64)
        #expect(result.error.contains("sbatch: Too many jobs; the shards are submitted as job 101"))
        try slurm.place.remove("merge-error")
        try slurm.write("101|1-4|PENDING|Priority|\n", to: "queue")
        let again = try await slurm.run("slurm", "resubmit", "out")
        #expect(again.status == 0 && again.output == "merge 103\n", "\(again.error)")
        #expect(try slurm.calls().last?.contains("<--dependency=afterok:101_1:101_2:101_3:101_4>") == true)
    }

    @Test("submits again what is neither complete nor queued, and a new merge for the old")
    func resubmitted() async throws {
        let slurm = try FakeSlurm(try await Workplace())
        _ = try await submit(slurm, ["--shards", "6"])
        try slurm.write(
            """
            101|1|FAILED|NonZeroExitCode|n1
            101|2|RUNNING|None|n1
            101|3|CANCELLED|None|n1
            101|4|TIMEOUT|TimeLimit|n1
            101|5|PENDING|BeginTime|
            102|N/A|PENDING|DependencyNeverSatisfied|

            """, to: "queue")
        let result = try await slurm.run("slurm", "resubmit", "out/")
        #expect(result.status == 0 && result.output == "array 103\nmerge 104\n")
        let calls = try slurm.calls()
        #expect(calls[2].hasPrefix("squeue ") && calls[2].contains("<--jobs=101,102>") && calls[3] == "scancel <102>")
        #expect(calls[4].contains("<--array=1,3-4,6>"))
        #expect(calls[5].contains("<--dependency=afterok:103:101_2:101_5>"))

        try slurm.write(
            "103|1,3-4,6|PENDING|Priority|\n101|2|RUNNING|None|n1\n101|5|RUNNING|None|n1\n104|N/A|PENDING|Dependency|\n",
            to: "queue")
        let nothing = try await slurm.run("slurm", "resubmit", "out")
        #expect(nothing.status == 0 && nothing.output == "")
        #expect(nothing.error.hasPrefix("nothing to do: "))
        #expect(try slurm.calls(of: "sbatch").count == 4)
    }

    @Test("of a run that nobody submitted, and with Slurm silent, ends with one line")
    func resubmitUsage() async throws {
        let slurm = try FakeSlurm(try await Workplace())
        let none = try await slurm.run("slurm", "resubmit", "images")
        #expect(none.status == 64 && none.error.contains("/images: has not been submitted to Slurm"))
        _ = try await submit(slurm)
        for program in ["squeue", "scontrol"] { try slurm.write("no answer\n", to: program + "-error") }
        let silent = try await slurm.run("slurm", "resubmit", "out")
        #expect(silent.status == 64 && silent.error == "rca-cli: scontrol: no answer\n")
        #expect(try slurm.calls(of: "sbatch").count == 2)
    }
}
