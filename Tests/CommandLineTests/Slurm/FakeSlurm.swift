import Foundation
import TestSupport

/// A folder with programs called `sbatch`, `squeue`, `scontrol` and `scancel` that write down how they were called,
/// and answer with what a test has put into files.
struct FakeSlurm {
    let place: Workplace

    init(_ place: Workplace) throws {
        self.place = place
        // Each call is a line: the name, and every word in angle brackets.
        let note = "printf '%s' \"${0##*/}\" >> calls; printf ' <%s>' \"$@\" >> calls; echo >> calls\n"
        let refuse = "if [ -e \"${0##*/}-error\" ]; then cat \"${0##*/}-error\" >&2; exit 1; fi\n"
        try program(
            "sbatch",
            note + "case \"$*\" in *merge*) set -- merge;; *) set -- score;; esac\n"
                + "if [ -e \"$1-error\" ]; then cat \"$1-error\" >&2; exit 1; fi\n"
                + "echo $((100 + $(grep -c ^sbatch calls)))\n")
        try program("squeue", note + refuse + "cat queue\n")
        try program("scontrol", note + refuse + "if [ \"$1\" != requeue ]; then cat job; fi\n")
        try program("scancel", note + refuse)
        try place.write([], to: "calls")
        try place.write([], to: "queue")
        try place.write([], to: "job")
    }

    /// What makes the program find these, and no others.
    var path: String { "PATH=" + place.file("bin") + ":/usr/bin:/bin" }

    func run(_ words: String...) async throws -> ProgramResult {
        try await Program.run(words, in: place.path, prefix: ["env", path])
    }

    func write(_ text: String, to name: String) throws { try place.write(Array(text.utf8), to: name) }

    /// The calls until now.
    func calls() throws -> [String] { try place.text("calls").split(separator: "\n").map(String.init) }

    func calls(of program: String) throws -> [String] { try calls().filter { $0.hasPrefix(program + " ") } }

    private func program(_ name: String, _ script: String) throws {
        try write("#!/bin/sh\n" + script, to: "bin/" + name)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: place.file("bin/" + name))
    }
}
