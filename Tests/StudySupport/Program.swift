import Foundation

/// The real `rca-cli`, which SwiftPM puts beside the test bundle (or `RCA_CLI` names), run as a process.
package enum Program {
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    package static let path: String = {
        if let path = ProcessInfo.processInfo.environment["RCA_CLI"] { return path }
        let tests = Bundle.main.executableURL ?? URL(filePath: CommandLine.arguments[0])
        return tests.resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "rca-cli").path
    }()

    /// Runs it to its end.
    ///
    /// - Parameter log: the file that takes what it says.
    /// - Throws: what it said, where it does not end with exit code 0.
    package static func run(_ words: [String], log: String) async throws {
        guard FileManager.default.createFile(atPath: log, contents: nil), let handle = FileHandle(forWritingAtPath: log)
        else { throw Failure(description: "\(log): cannot be written") }
        defer { try? handle.close() }
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = words
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = handle
        process.standardError = handle
        let status: Int32 = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do {
                try process.run()
            } catch {
                process.terminationHandler = nil
                continuation.resume(throwing: Failure(description: "\(path): cannot be run (\(error))"))
            }
        }
        guard status == 0 else {
            let said = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
            throw Failure(description: "rca-cli \(words.joined(separator: " ")) ended with \(status): \(said)")
        }
    }
}
