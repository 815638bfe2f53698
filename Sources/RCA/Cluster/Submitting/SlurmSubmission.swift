import FoundationEssentials
package import Imaging
import Machine

/// `slurm/submission.json`: what was submitted, so that `status` and `resubmit` find it.
package struct SlurmSubmission: Codable, Sendable, Equatable {
    /// An array of jobs, and the job that is to merge what they did.
    package struct Jobs: Codable, Sendable, Equatable {
        /// The array's number; nil where the shards were all there and only the merge was submitted.
        package var array: Int?
        /// The shards that it was submitted for, as `1-64`; empty without an array.
        package var shards: String
        /// The merge job's number; nil where it could not be submitted.
        package var merge: Int?

        package init(array: Int?, shards: String, merge: Int?) {
            self.array = array
            self.shards = shards
            self.merge = merge
        }
    }

    /// The version of the program that wrote it.
    package var version = RCAVersion.current
    /// How many shards the run has.
    package var shards: Int
    /// The words of the scoring run.
    package var score: [String]
    /// What was submitted, the first time first.
    package var jobs: [Jobs] = []

    package init(_ request: BatchRequest) {
        shards = request.shards
        score = request.score
    }

    /// The numbers of all jobs that the run ever had.
    package var numbers: [Int] { jobs.flatMap { [$0.array, $0.merge].compactMap { $0 } } }

    /// The merge job that was submitted last.
    package var merge: Int? { jobs.last { $0.merge != nil }?.merge }

    /// Of each shard the task that was submitted last, as far as Slurm still knows it.
    package func tasks(in queue: [SlurmJob]) -> [Int: SlurmJob] {
        var tasks: [Int: SlurmJob] = [:]
        for array in jobs.compactMap(\.array) {
            for job in queue where job.job == array {
                // An earlier task that still runs says more than a later one that has ended.
                if let task = job.task, tasks[task]?.isActive != true || job.isActive { tasks[task] = job }
            }
        }
        return tasks
    }
}

extension SlurmSubmission {
    /// Reads the submission of a run.
    /// - Throws: ``InputError`` (`file missing`, `file damaged`).
    package init(folder: SlurmFolder) throws(InputError) {
        let bytes: [UInt8]
        do throws(InputError) {
            bytes = try InputFile.read(at: folder.submission, maximumBytes: 1 << 26)
        } catch  where error.code == .fileMissing {
            throw InputError(
                .fileMissing, folder.output, "has not been submitted to Slurm",
                remedy: "give the output folder of an earlier 'rca-cli slurm submit'")
        }
        do {
            self = try JSONDecoder().decode(SlurmSubmission.self, from: Data(bytes))
        } catch {
            throw InputError(.fileDamaged, folder.submission, "is not what 'rca-cli slurm submit' writes")
        }
    }

    package func write(to folder: SlurmFolder) throws(InputError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else { return }
        try AtomicFile.write(data + Data("\n".utf8), to: folder.submission)
    }
}
