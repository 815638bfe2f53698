import ArgumentParser
import RCA

/// How a command ends, in the words and codes that every subcommand shares.
enum CommandFailure {
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
            throw error.code == .outputUnwritable ? casesFailed : ExitCode(64)
        }
    }
}
