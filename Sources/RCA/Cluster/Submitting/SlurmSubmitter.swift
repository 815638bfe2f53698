package import Imaging
import Journal

/// Submits a run's jobs, and keeps in its folder what was submitted.
package struct SlurmSubmitter: Sendable {
    /// What `sbatch` is told, word by word, the program's name not among them.
    package struct Commands: Sendable, Equatable {
        package let folder: SlurmFolder

        package init(folder: SlurmFolder) { self.folder = folder }

        /// - Parameter shards: which, as `1-64`.
        package func score(shards: String) -> [String] {
            ["--parsable", "--chdir=\(folder.output)", "--array=\(shards)", folder.scoreScript]
        }

        /// - Parameter jobs: the arrays and tasks that have to succeed first.
        package func merge(after jobs: [String]) -> [String] {
            let dependency = ["--dependency=afterok:" + jobs.joined(separator: ":"), "--kill-on-invalid-dep=yes"]
            return ["--parsable", "--chdir=\(folder.output)"] + (jobs.isEmpty ? [] : dependency) + [folder.mergeScript]
        }
    }

    private let folder: SlurmFolder
    private let commands: Commands

    package init(output: String) {
        folder = SlurmFolder(output: output)
        commands = Commands(folder: folder)
    }

    /// What a first submission would write and run, for a person to read.
    package func preview(_ request: BatchRequest) -> String {
        let score = ["sbatch"] + commands.score(shards: "1-\(request.shards)")
        let merge = ["sbatch"] + commands.merge(after: ["ARRAY_JOB"])
        return """
            # \(ShellWord.quoted(folder.scoreScript))
            \(request.scoreScript)
            # \(ShellWord.quoted(folder.mergeScript))
            \(request.mergeScript)
            # Commands
            \(ShellWord.line(score))
            \(ShellWord.line(merge))

            """
    }

    /// Writes the scripts, and submits an array of all shards and the merge after it.
    /// - Throws: ``InputError``; `option invalid` where this run was submitted before.
    package func submit(_ request: BatchRequest) async throws(InputError) -> SlurmSubmission.Jobs {
        try request.check()
        try refuseSecond(of: request)
        try folder.write(request)
        var submission = SlurmSubmission(request)
        return try await submit(shards: "1-\(request.shards)", after: [], in: &submission)
    }

    /// Submits what a plan asks for.
    package func resubmit(
        _ plan: ResubmissionPlan, in submission: SlurmSubmission
    ) async throws(InputError) -> SlurmSubmission.Jobs {
        var submission = submission
        if let merge = plan.cancelledMerge { try await SlurmQueue.cancel(String(merge)) }
        return try await submit(shards: TaskRanges.text(plan.shards), after: plan.awaited, in: &submission)
    }

    private func submit(
        shards: String, after awaited: [String], in submission: inout SlurmSubmission
    ) async throws(InputError) -> SlurmSubmission.Jobs {
        var jobs = SlurmSubmission.Jobs(array: nil, shards: shards, merge: nil)
        var awaited = awaited
        if !shards.isEmpty {
            let array = try await SlurmQueue.submit(commands.score(shards: shards))
            jobs.array = array
            awaited.insert(String(array), at: 0)
            // Written at once: jobs that no file tells of would be started a second time.
            submission.jobs.append(jobs)
            try submission.write(to: folder)
            submission.jobs.removeLast()
        }
        do throws(InputError) {
            jobs.merge = try await SlurmQueue.submit(commands.merge(after: awaited))
        } catch {
            guard let array = jobs.array else { throw error }
            throw InputError(
                error.code, error.subject, error.problem,
                remedy: "the shards are submitted as job \(array); submit the merge by 'rca-cli slurm resubmit'")
        }
        submission.jobs.append(jobs)
        try submission.write(to: folder)
        return jobs
    }

    private func refuseSecond(of request: BatchRequest) throws(InputError) {
        if folder.isSubmitted {
            throw InputError(
                .optionInvalid, folder.output, "has been submitted already",
                remedy: "submit what is not complete by 'rca-cli slurm resubmit', or choose another output folder")
        }
        let counts: Set<Int>
        do throws(InputError) {
            counts = Set(try JournalFolder(output: folder.output).found().map(\.count))
        } catch  where error.code == .fileMissing {
            return
        }
        guard counts.isSubset(of: [request.shards]) else {
            let found = counts.sorted().map(String.init).joined(separator: ", ")
            throw InputError(
                .optionInvalid, folder.output, "holds the journal of a run in \(found) shards",
                remedy: "give --shards \(counts.max() ?? 1), or choose another output folder")
        }
    }
}
