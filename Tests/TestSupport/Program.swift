import Foundation
package import Subprocess

/// How a run of the program ended, and what it said.
package struct ProgramResult: Sendable {
    /// The exit code; 128 and the signal's number where one killed it, as a shell has it.
    package let status: Int32
    package let output: String
    package let error: String

    package init(status: Int32, output: String, error: String) {
        self.status = status
        self.output = output
        self.error = error
    }
}

/// The real `rca-cli`, which SwiftPM puts beside the test bundle, run as a process.
package enum Program {
    package static let path: String = {
        if let path = ProcessInfo.processInfo.environment["RCA_CLI"] { return path }
        let tests = Bundle.main.executableURL ?? URL(filePath: CommandLine.arguments[0])
        return tests.resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "rca-cli").path
    }()

    /// Runs it to its end.
    ///
    /// - Parameters:
    ///   - words: what follows the program's name.
    ///   - folder: where it runs.
    ///   - prefix: a program that starts it, `unshare` for one, with its words.
    package static func run(_ words: [String], in folder: String, prefix: [String] = []) async throws -> ProgramResult {
        let line = prefix + [path] + words
        let result = try await Subprocess.run(
            prefix.isEmpty ? .path(.init(path)) : .name(prefix[0]),
            arguments: Arguments(Array(line.dropFirst())), workingDirectory: .init(folder),
            output: .string(limit: 1 << 24), error: .string(limit: 1 << 24))
        return ProgramResult(
            status: code(result.terminationStatus), output: result.standardOutput,
            error: result.standardError)
    }

    /// Runs it, and sends it signals when it has logged that the first images are scored.
    ///
    /// - Parameters:
    ///   - ignoring: a signal that is ignored when it starts, as `nohup` has it; all others are not.
    ///   - variables: what its environment has besides, as `NAME=value`.
    ///   - message: what it logs of an image that is done.
    package static func interrupt(
        _ words: [String], in folder: String, with signals: [Signal], ignoring: String? = nil, variables: [String] = [],
        after message: String = "image scored"
    ) async throws -> ProgramResult {
        let environment =
            ["--default-signal=INT,TERM,HUP"] + (ignoring.map { ["--ignore-signal=\($0)"] } ?? []) + variables
        let result = try await Subprocess.run(
            .name("env"), arguments: Arguments(environment + [path] + words), workingDirectory: .init(folder),
            input: .none, output: .discarded, error: .sequence
        ) { execution in
            var error = ""
            var scored = 0
            for try await line in execution.standardError.strings() {
                error += line + "\n"
                guard line.contains(message) else { continue }
                scored += 1
                if scored == 3 { for signal in signals { try execution.send(signal: signal) } }
            }
            return error
        }
        return ProgramResult(status: code(result.terminationStatus), output: "", error: result.closureResult)
    }

    /// What keeps root from reading and writing what permissions forbid, as they do everyone else.
    package static let bound: [String] =
        getuid() == 0 ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] : []

    private static func code(_ status: TerminationStatus) -> Int32 {
        switch status {
        case .exited(let code): Int32(code)
        case .signaled(let signal): 128 + Int32(signal)
        }
    }
}
