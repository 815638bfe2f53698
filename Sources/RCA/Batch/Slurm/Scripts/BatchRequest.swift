import Imaging

/// What `rca-cli slurm submit` is asked for: a scoring run, in how many parts, and on what each part is to run.
package struct BatchRequest: Sendable, Equatable {
    /// The folder of the results, absolute.
    package var output: String
    /// The program that the jobs run, absolute.
    package var program: String
    /// The words of the scoring run, `score` first, its paths absolute.
    package var score: [String]
    /// How many jobs share the work.
    package var shards: Int
    package var partition: String?
    /// The time limit of each job, as `sbatch` reads it.
    package var time: String?
    package var cpusPerTask = 1
    /// Memory for each job, as `sbatch` reads it.
    package var memory: String?
    /// Seconds before the time limit at which a job is told to stop.
    package var stopBefore = 60
    /// What else `sbatch` is to be told.
    package var options: [BatchOption] = []

    package init(output: String, program: String, score: [String], shards: Int) {
        self.output = output
        self.program = program
        self.score = score
        self.shards = shards
    }

    /// - Throws: ``InputError`` (`option invalid`), with one line that names what cannot be submitted.
    package func check() throws(InputError) {
        guard (1...Shard.most).contains(shards) else {
            throw InputError(.optionInvalid, "--shards", "\(shards) is not in 1 to \(Shard.most)")
        }
        guard cpusPerTask >= 1 else { throw InputError(.optionInvalid, "--cpus-per-task", "is 1 or more") }
        guard (1...65_535).contains(stopBefore) else {
            throw InputError(.optionInvalid, "--stop-before", "is 1 to 65535 seconds")
        }
        for (name, value) in [("partition", partition), ("time", time), ("mem", memory)] {
            guard let value else { continue }
            guard !value.isEmpty, value.utf8.allSatisfy(ShellWord.isPlain) else {
                throw InputError(.optionInvalid, "--\(name)", "'\(value)' is nothing that sbatch would understand")
            }
        }
        // Slurm puts the folder before the names of the logs and then replaces %a and the like in all of it.
        guard !output.contains("%"), !output.contains("\\") else {
            throw InputError(
                .optionInvalid, output, "has a % or a backslash, which Slurm replaces in the names of logs",
                remedy: "choose another output folder")
        }
    }
}
