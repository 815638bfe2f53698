package import FoundationEssentials
package import Imaging
import Runs

/// The folder `slurm` in a run's output: its scripts, logs, and what was submitted.
package struct SlurmFolder: Sendable, Equatable {
    /// The run's output folder.
    package let output: String

    package init(output: String) { self.output = output }

    package var path: String { joined(output, "slurm") }
    package var scoreScript: String { joined(path, "score.sbatch") }
    package var mergeScript: String { joined(path, "merge.sbatch") }
    package var submission: String { joined(path, "submission.json") }
    package var logs: String { joined(path, "logs") }

    package var isSubmitted: Bool { FileManager.default.fileExists(atPath: submission) }

    /// Writes the scripts of a run.
    package func write(_ request: BatchRequest) throws(InputError) {
        let outputs = OutputGuard("slurm submit", inputs: []).inRunFolder(path)
        for script in [scoreScript, mergeScript] { try outputs.check(script) }
        try OutputFolders.create(output)
        do {
            try FileManager.default.createDirectory(atPath: logs, withIntermediateDirectories: true)
        } catch {
            throw InputError(
                .outputUnwritable, logs, "cannot be made a folder", remedy: "check that its parent is writable")
        }
        try outputs.write(request.scoreScript.utf8, to: scoreScript)
        try outputs.write(request.mergeScript.utf8, to: mergeScript)
    }

    /// When the tables of the run were last written, by `rca_run.json` in the output folder or, for several mask
    /// folders, in a folder below it. Nil before.
    package var merged: Date? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: output)) ?? []
        return ([""] + names).compactMap { name in
            let record = joined(name.isEmpty ? output : joined(output, name), "rca_run.json")
            let attributes = try? FileManager.default.attributesOfItem(atPath: record)
            return attributes?[.modificationDate] as? Date
        }.max()
    }
}
