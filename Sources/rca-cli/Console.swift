import ArgumentParser
import Glibc
import Machine
import RCA

/// Standard output for data, standard error for everything said to a person.
enum Console {
    /// - Throws: the exit code for results that could not be written, after saying so.
    static func output(_ text: String) throws(ExitCode) {
        guard let code = write(text, to: STDOUT_FILENO) else { return }
        error("rca-cli: standard output cannot be written (\(systemMessage(code)))")
        throw CommandFailure.casesFailed
    }

    /// What a person cannot be told is not worth stopping for.
    static func error(_ line: String) { _ = write(line + "\n", to: STDERR_FILENO) }

    /// Nil, or the error number of the write that failed.
    private static func write(_ text: String, to descriptor: Int32) -> Int32? {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 {
                if errno == EINTR { continue }
                return errno
            }
            bytes = bytes.dropFirst(written)
        }
        return nil
    }
}

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
            end(error)
        }
    }

    /// Says what is wrong, and ends with the exit code for its kind.
    static func end(_ error: InputError) -> Never {
        Console.error("rca-cli: \(error.description)")
        endAtOnce(error.code == .outputUnwritable ? casesFailed : ExitCode(64))
    }

    /// Ends without the exit handlers of libraries: where address space is short, OpenBLAS has a thread that asks for
    /// memory for ever, and its handler waits for that thread. To be called when nothing is left to do and files are
    /// closed.
    static func endAtOnce(_ code: ExitCode) -> Never {
        fflush(nil)
        _exit(code.rawValue)
    }
}
