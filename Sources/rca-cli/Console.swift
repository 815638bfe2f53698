import ArgumentParser
import Glibc

/// Standard output for data, standard error for everything said to a person.
enum Console {
    /// - Throws: the exit code for results that could not be written, after saying so.
    static func output(_ text: String) throws(ExitCode) {
        guard let code = write(text, to: STDOUT_FILENO) else { return }
        error("rca-cli: standard output cannot be written (\(String(cString: strerror(code)).lowercased()))")
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
