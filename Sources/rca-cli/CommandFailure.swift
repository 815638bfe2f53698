import ArgumentParser
import Glibc
import RCA

/// How a command ends, in the words and codes that every subcommand shares.
enum CommandFailure {
    static let checkFailed = ExitCode(1)
    static let casesFailed = ExitCode(2)
    static let interrupted = ExitCode(InterruptSignal.exitCode)

    /// Runs a command's work; an input error becomes its one line on stderr and the exit code for its kind.
    static func reporting<Value>(
        _ work: () async throws(InputError) -> Value
    ) async throws -> Value {
        do throws(InputError) {
            return try await work()
        } catch {
            Console.error("rca-cli: \(error.description)")
            endAtOnce(error.code == .outputUnwritable ? casesFailed : ExitCode(64))
        }
    }

    /// Ends without the exit handlers of libraries: where address space is short, OpenBLAS has a thread that asks for
    /// memory for ever, and its handler waits for that thread. To be called when nothing is left to do and files are
    /// closed.
    static func endAtOnce(_ code: ExitCode) -> Never {
        fflush(nil)
        _exit(code.rawValue)
    }
}
