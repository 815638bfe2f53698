package import Imaging

/// Asks Slurm, and tells it what to do.
package enum SlurmQueue {
    /// Submits a script.
    /// - Returns: the job's number.
    package static func submit(_ words: [String]) async throws(InputError) -> Int {
        let answer = try await SlurmProgram.run("sbatch", words)
        // On a federation the cluster's name follows: 1234;west.
        guard let job = Int(answer.prefix { $0.isNumber }) else {
            throw InputError(.schedulerFailed, "sbatch", "answered '\(answer)', which is no job's number")
        }
        return job
    }

    /// What Slurm knows of these jobs, arrays task by task. Jobs that ended long ago are forgotten, and left out.
    package static func jobs(_ numbers: [Int]) async throws(InputError) -> [SlurmJob] {
        guard !numbers.isEmpty else { return [] }
        do throws(InputError) {
            let list = numbers.map(String.init).joined(separator: ",")
            return SlurmJob.parse(
                squeue: try await SlurmProgram.run(
                    "squeue",
                    [
                        "--all", "--states=all", "--array", "--noheader", "--jobs=\(list)",
                        "--format=\(SlurmJob.queueFormat)",
                    ]))
        } catch {
            if SlurmMessage.isUnknownJob(error.problem) { return [] }
            // The queue of a large cluster may be more than squeue gets an answer for; one job is not.
            var jobs: [SlurmJob] = []
            for number in numbers { jobs += try await show(String(number)) }
            return jobs
        }
    }

    /// What Slurm knows of a job, or of a task named as `123_4`.
    package static func show(_ name: String) async throws(InputError) -> [SlurmJob] {
        do throws(InputError) {
            let text = try await SlurmProgram.run(
                "scontrol", ["--all", "--oneliner", "show", "job", name], seconds: 30)
            return SlurmJob.parse(scontrol: text)
        } catch {
            if SlurmMessage.isUnknownJob(error.problem) { return [] }
            throw error
        }
    }

    package static func cancel(_ name: String) async throws(InputError) {
        _ = try await SlurmProgram.run("scancel", [name])
    }

    /// Puts a running task back into the queue; Slurm ends it.
    package static func requeue(_ name: String) async throws(InputError) {
        _ = try await SlurmProgram.run("scontrol", ["requeue", name])
    }
}
