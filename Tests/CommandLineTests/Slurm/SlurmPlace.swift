import Foundation
import Subprocess
import Synchronization
import TestSupport
import Testing

/// A run on the real cluster: images and masks in a folder of their own.
struct SlurmPlace {
    let place: Workplace
    let cluster: SlurmCluster.Running
    let reference: String

    /// The three phantoms of every place, in `images/` and `masks/`.
    static func small() async throws -> SlurmPlace {
        let place = try await Workplace()
        return try await SlurmPlace(place, reference: place.bundle)
    }

    /// Hundreds of cases: of JSRT where the shared data are, else phantoms. The tests share it,
    /// each with an output folder of its own.
    static func large() async throws -> SlurmPlace { try await made.value }

    /// Its folder, to be removed when the tests are over.
    private static let largeFolder = Mutex<String?>(nil)

    private static let made = Task<SlurmPlace, any Error> {
        let place = try await Workplace(isEmpty: true)
        largeFolder.withLock { $0 = place.path }
        atexit { SlurmPlace.largeFolder.withLock { _ = try? FileManager.default.removeItem(atPath: $0 ?? "") } }
        for folder in ["images", "masks"] { try place.makeFolder(folder) }
        let slurm: SlurmPlace
        if SharedData.folder != nil {
            slurm = try await SlurmPlace(place, reference: place.file("jsrt.rcaref"))
            try await slurm.linkRealMasks()
        } else {
            slurm = try await SlurmPlace(place, reference: place.bundle)
            for copy in 0..<1000 {
                let name = PhantomFiles.names[copy % 3]
                try slurm.link(
                    "\(copy)-\(name)", image: place.phantoms + "/cases/images/" + name,
                    mask: place.phantoms + "/cases/predictions/boundary_2/" + name)
            }
        }
        return slurm
    }

    private init(_ place: Workplace, reference: String) async throws {
        cluster = try #require(await SlurmCluster.running())
        self.place = place
        self.reference = reference
    }

    /// The mask of every stage of every image, each with an image of its own name.
    private func linkRealMasks() async throws {
        let made = try await place.run(
            "reference", "build", "--images", SharedData.path("jsrt/reference/images"), "--labels",
            SharedData.path("jsrt/reference/labels"), "--structures", PhantomFiles.structures, "--output", reference)
        try #require(made.status == 0, "\(made.error)")
        let images = SharedData.path("jsrt/dev/images")
        let stages = SharedData.path("jsrt/dev/predictions")
        for stage in try FileManager.default.contentsOfDirectory(atPath: stages) {
            for name in try FileManager.default.contentsOfDirectory(atPath: images) {
                try link("\(stage)-\(name)", image: images + "/" + name, mask: "\(stages)/\(stage)/\(name)")
            }
        }
    }

    /// What one process makes of the large place, once for all tests, into `single/`.
    static let single = Task<ProgramResult, any Error> {
        let slurm = try await large()
        return try await slurm.run(slurm.score(output: "single"))
    }

    private func link(_ name: String, image: String, mask: String) throws {
        try place.link("images/" + name, to: image)
        try place.link("masks/" + name, to: mask)
    }

    /// The words of `score`.
    func score(output: String) -> [String] {
        [
            "score", "--images", "images", "--masks", "masks", "--reference", reference, "--structures",
            PhantomFiles.structures, "--output", output, "--quiet",
        ]
    }

    /// Runs `rca-cli` where it finds the cluster.
    func run(_ words: [String]) async throws -> ProgramResult {
        try await Program.run(words, in: place.path, prefix: ["env", "SLURM_CONF=\(cluster.configuration)"])
    }

    /// Submits a run in shards.
    /// - Returns: the numbers of the array and of the merge job.
    func submit(_ options: [String], _ score: [String]) async throws -> (array: String, merge: String) {
        let result = try await run(["slurm", "submit"] + options + ["--"] + score)
        try #require(result.status == 0, "\(result.error)")
        return try Self.jobs(result.output)
    }

    /// Runs a script of a document from the project's folder, with words for the shell that it starts.
    static func run(_ script: String, input: String) async throws -> ProgramResult {
        let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().path
        let path =
            (Program.path as NSString).deletingLastPathComponent + ":/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
        let result = try await Subprocess.run(
            .name("env"),
            arguments: ["PATH=" + path, "RCA_SLURM_SECONDS=120", "bash", "-euo", "pipefail", "-c", script],
            workingDirectory: .init(project), input: .string(input), output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20))
        return ProgramResult(
            status: result.terminationStatus == .exited(0) ? 0 : 1, output: result.standardOutput,
            error: result.standardError)
    }

    static func jobs(_ output: String) throws -> (array: String, merge: String) {
        let words = output.split(whereSeparator: \.isWhitespace).map(String.init)
        try #require(words.count == 4 && words[0] == "array" && words[2] == "merge")
        return (words[1], words[3])
    }

    /// Runs a program of Slurm's.
    func answer(_ words: [String]) async throws -> (isSuccess: Bool, output: String, error: String) {
        let result = try await Subprocess.run(
            .name("env"), arguments: Arguments(["SLURM_CONF=\(cluster.configuration)"] + words),
            output: .string(limit: 1 << 22), error: .string(limit: 1 << 20))
        return (result.terminationStatus.isSuccess, result.standardOutput, result.standardError)
    }

    /// Runs a program of Slurm's that has to succeed, and gives what it printed.
    func slurm(_ words: String...) async throws -> String {
        let answer = try await answer(words)
        #expect(answer.isSuccess, "\(words): \(answer.error)")
        return answer.output
    }

    /// The state of a job or task, and how often it was started again.
    func state(_ job: String) async throws -> (state: String, restarts: Int) {
        let text = try await slurm("scontrol", "--oneliner", "show", "job", job)
        func value(_ name: String) -> String {
            text.split(separator: " ").first { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1)) }
                ?? ""
        }
        return (value("JobState"), Int(value("Restarts")) ?? -1)
    }

    /// What `slurm status` says of each shard.
    func shards(_ output: String) async throws -> [[String: Any]] {
        let result = try await run(["slurm", "status", output, "--format", "json"])
        let tree = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
        return try #require(tree?["shards"] as? [[String: Any]], "\(result.error)")
    }

    /// Waits until something holds, and gives up, with what there is, when the cluster is about to end: a job that is
    /// requeued waits for half a minute each time, and beside other tests it may be long until it has a processor.
    func wait(for what: String, _ output: String, until isSo: () async throws -> Bool) async throws {
        let end = cluster.started.addingTimeInterval(SlurmCluster.lifetime - 60)
        while try await !isSo() {
            if Date() > end {
                let status = try await run(["slurm", "status", output])
                let logs = try place.names(output + "/slurm/logs").map { output + "/slurm/logs/" + $0 }
                    .map { try place.text($0) }
                Issue.record("waited in vain for \(what):\n\(status.output)\(logs.joined(separator: "\n"))")
                throw CancellationError()
            }
            try await Task.sleep(for: .milliseconds(200))
        }
    }

    /// - Parameter logs: read meanwhile, so that nobody waits for them.
    func waitForMerge(_ job: String, _ output: String, reading logs: [HeldLog] = []) async throws {
        try await wait(for: "the merge", output) {
            for log in logs { log.take() }
            return try await state(job).state == "COMPLETED"
        }
    }

    /// Whether two outputs have the same tables to the byte.
    func haveSameTables(_ first: String, _ second: String) throws -> Bool {
        try ["rca_dice_scores.csv", "rca_structures.csv", "rca_reliability.csv"].allSatisfy {
            try place.bytes(first + "/" + $0) == place.bytes(second + "/" + $0)
        }
    }
}
