package import Imaging
import Subprocess

/// Runs the programs that Slurm brings.
enum SlurmProgram {
    /// Runs one to its end.
    ///
    /// - Parameter seconds: where Slurm does not answer, its programs try again for minutes; after so long it is ended.
    /// - Returns: what it printed.
    /// - Throws: ``InputError`` (`scheduler failed`) with what it said, on one line.
    static func run(_ name: String, _ words: [String], seconds: Int = 60) async throws(InputError) -> String {
        do {
            return try await withThrowingTaskGroup(of: String?.self) { group in
                group.addTask { try await output(of: name, words) }
                group.addTask {
                    try await Task.sleep(for: .seconds(seconds))
                    return nil
                }
                defer { group.cancelAll() }
                guard let first = try await group.next(), let output = first else {
                    throw InputError(
                        .schedulerFailed, name, "has not answered in \(seconds) seconds", remedy: "try again later")
                }
                return output
            }
        } catch let error as InputError {
            throw error
        } catch let error as SubprocessError where error.code == .executableNotFound {
            throw InputError(
                .schedulerFailed, name, "is not on this machine's PATH",
                remedy: "run this where Slurm is, on a login node of the cluster")
        } catch {
            throw InputError(.schedulerFailed, name, "cannot be run (\(error))")
        }
    }

    private static func output(of name: String, _ words: [String]) async throws -> String {
        let result = try await Subprocess.run(
            .name(name), arguments: Arguments(words), output: .string(limit: 1 << 28), error: .string(limit: 1 << 20))
        guard result.terminationStatus.isSuccess else {
            throw InputError(.schedulerFailed, name, SlurmMessage.line(result.standardError, of: name))
        }
        return result.standardOutput
    }
}

extension InputError.Code {
    /// Slurm refused, or did not answer.
    package static let schedulerFailed = InputError.Code(rawValue: "scheduler failed")
}
