import Cluster
import Foundation
import Machine
import RCA
import Subprocess
import TestSupport
import Testing

@Suite("The scripts for Slurm")
struct BatchScriptTests {
    private func request() throws -> BatchRequest {
        var request = BatchRequest(
            output: "/data/scores", program: "/opt/rca/rca-cli",
            score: ["score", "--images", "/data/it's", "--masks=/data/$m", "-v"], shards: 64)
        request.partition = "short"
        request.time = "2:00:00"
        request.cpusPerTask = 4
        request.memory = "2G"
        request.stopBefore = 90
        request.options = [try BatchOption("--account=lab"), try BatchOption(#"--comment=the "5" \ it's"#)]
        return request
    }

    @Test("say what they do, and hold every option")
    func score() throws {
        #expect(
            try request().scoreScript == #"""
                #!/bin/sh
                # Scores masks in 64 shards, a job for each. Written by 'rca-cli slurm submit' \#(RCAVersion.current).
                #
                # A job writes what it has done to the folder journal as it goes. Started again, it goes on where the journal
                # ends; so jobs may be stopped, requeued or submitted again at any time. To submit it by hand, in the output
                # folder: sbatch slurm/score.sbatch
                #
                #SBATCH --job-name=rca-score
                #SBATCH --array=1-64
                #SBATCH --ntasks=1
                #SBATCH --cpus-per-task=4
                #SBATCH --partition=short
                #SBATCH --time=2:00:00
                #SBATCH --mem=2G
                #
                # Stopped in time: SIGTERM 90 seconds before the time limit. The job then queues itself again.
                #SBATCH --signal=B:TERM@90
                #SBATCH --requeue
                #
                # One log for each shard; a job that starts again adds to it.
                #SBATCH --output=slurm/logs/shard-%a.log
                #SBATCH --open-mode=append
                #
                # As given with --sbatch-option.
                #SBATCH --account=lab
                #SBATCH "--comment=the \"5\" \\ it's"

                # Temporary files go to the node's own disk where the cluster gives one.
                TMPDIR="${SLURM_TMPDIR:-${TMPDIR:-/tmp}}"
                export TMPDIR

                # The worker scores shard $SLURM_ARRAY_TASK_ID with $SLURM_CPUS_PER_TASK threads. `exec`: signals reach it.
                exec /opt/rca/rca-cli slurm worker \
                  --shards 64 \
                  -- score \
                  --images '/data/it'\''s' \
                  '--masks=/data/$m' \
                  -v

                """#)
    }

    @Test("leave to the cluster what nobody asked for; the merge has one processor")
    func merge() {
        let plain = BatchRequest(output: "/data/scores", program: "/opt/rca-cli", score: ["score"], shards: 1)
        #expect(
            plain.mergeScript == #"""
                #!/bin/sh
                # Writes the tables from the journals of all shards, when every one is complete. Written by 'rca-cli slurm submit' \#(RCAVersion.current).
                #
                # To submit it by hand, in the output folder: sbatch slurm/merge.sbatch
                #
                #SBATCH --job-name=rca-merge
                #SBATCH --ntasks=1
                #SBATCH --cpus-per-task=1
                #SBATCH --requeue
                #SBATCH --output=slurm/logs/merge.log
                #SBATCH --open-mode=append

                exec /opt/rca-cli merge /data/scores

                """#)
        #expect(plain.scoreScript.contains("Scores masks in 1 shard, a job for each."))
        for option in ["--partition", "--time=", "--mem"] { #expect(!plain.scoreScript.contains(option)) }
    }

    @Test("give the program its words as they are, whatever is in them, and run nothing of them")
    func quoting() async throws {
        let folder = try TemporaryFolder()
        let hostile = [
            "with space", "it's", "\"", "$HOME", "`touch \(folder.path)/evil`", "$(touch \(folder.path)/evil)", "a\nb",
            "\\", "*", "", ";", "-x\n#SBATCH --array=1-9", "é", "#", "!", "~", "a=b", "--masks=/a b\nc",
        ]
        // Not the program but `printf`, with a zero byte after each word.
        let request = BatchRequest(
            output: folder.path + "/o u't\n$(touch evil)", program: "/usr/bin/printf", score: hostile, shards: 2)
        for (script, words) in [
            (request.scoreScript, ["worker", "--shards", "2", "--"] + hostile), (request.mergeScript, [request.output]),
        ] {
            let text = script.replacing(
                try Regex("exec /usr/bin/printf (slurm|merge)"), with: "exec /usr/bin/printf '%s\\0'")
            #expect(text != script)
            let result = try await Subprocess.run(
                .name("sh"), arguments: ["-c", text], workingDirectory: .init(folder.path),
                output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
            #expect(result.standardError == "")
            let said = result.standardOutput.split(separator: "\0", omittingEmptySubsequences: false).dropLast()
            #expect(said.map(String.init) == words)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        // What a person reads above the commands holds no line of theirs.
        let head = request.scoreScript.components(separatedBy: "exec ")[0]
        #expect(!head.contains("evil") && head.contains("--array=1-2") && !head.contains("1-9"))
    }

    @Test(
        "refuse options that they set themselves, and what is none",
        arguments: [
            ("--array=1-4", "is set by --shards"), ("-a1-4", "is set by --shards"),
            ("--time=5", "has an option of its own"),
            ("-p", "has an option of its own"), ("--mem=5", "has an option of its own"),
            ("--dependency=afterok:1", "is set by this command"), ("-o", "is set: logs go to slurm/logs"),
            ("--wrap=x", "does not go with a script"), ("--clusters=a", "is not possible"),
            ("account=lab", "is no option"),
            ("-", "is no option"), ("", "is no option"), ("--comment=a\n#SBATCH -a1", "has a line break"),
            ("--signal=USR1", "give --stop-before"),
        ])
    func refused(option: String, message: String) {
        let error = #expect(throws: InputError.self) { try BatchOption(option) }
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }

    @Test("take any other option", arguments: ["--account=lab", "--mem-per-cpu=1G", "-A", "--exclusive", "-C=gpu"])
    func taken(option: String) throws { #expect(try BatchOption(option).directive == "#SBATCH " + option) }

    @Test("refuse what no cluster could run")
    func check() throws {
        for (message, change) in [
            ("--shards: 0 is not in", { (request: inout BatchRequest) in request.shards = 0 }),
            ("--cpus-per-task: is 1 or more", { $0.cpusPerTask = 0 }),
            ("--stop-before: is 1 to 65535", { $0.stopBefore = 0 }),
            ("--partition: 'a b' is nothing", { $0.partition = "a b" }),
            ("--time: '' is nothing", { $0.time = "" }), ("--mem: '1\n' is nothing", { $0.memory = "1\n" }),
            ("/a%b: has a %", { $0.output = "/a%b" }), ("/a\\b: has a %", { $0.output = "/a\\b" }),
        ] as [(String, (inout BatchRequest) -> Void)] {
            var request = try request()
            try request.check()
            change(&request)
            let error = #expect(throws: InputError.self) { try request.check() }
            #expect(
                error?.description.hasPrefix(message.replacing("\n", with: "?")) == true, "\(error?.description ?? "")")
        }
    }
}
