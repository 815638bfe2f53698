import Cases
package import Imaging

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

    /// A time as `sbatch` reads it: minutes, minutes:seconds, hours:minutes:seconds, days-hours, days-hours:minutes,
    /// days-hours:minutes:seconds. Nil for what has no end, or is no time.
    static func seconds(_ time: String) -> Int? {
        let parts = time.split(separator: "-", omittingEmptySubsequences: false)
        let fields = (parts.last ?? "").split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        let numbers = fields.compactMap(\.self)
        guard parts.count <= 2, numbers.count == fields.count, (1...3).contains(numbers.count),
            numbers.allSatisfy({ (0...1_000_000).contains($0) })
        else { return nil }
        guard parts.count == 2 else {
            switch numbers.count {
            case 1: return numbers[0] * 60
            case 2: return numbers[0] * 60 + numbers[1]
            default: return numbers[0] * 3600 + numbers[1] * 60 + numbers[2]
            }
        }
        guard let days = Int(parts[0]), (0...100_000).contains(days) else { return nil }
        return zip(numbers, [3600, 60, 1]).reduce(days * 86_400) { $0 + $1.0 * $1.1 }
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
        if let time, !["UNLIMITED", "INFINITE"].contains(time.uppercased()) {
            guard let limit = Self.seconds(time) else {
                throw InputError(
                    .optionInvalid, "--time", "'\(time)' is no time", remedy: "write it as 2:00:00, 1-12 or minutes")
            }
            // Zero is no limit.
            guard limit == 0 || stopBefore <= limit else {
                throw InputError(
                    .optionInvalid, "--stop-before",
                    "\(stopBefore) seconds are more than --time \(time), which is \(limit) seconds",
                    remedy: "give jobs more time, or let them stop later")
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
