import Foundation
import TestSupport

extension Program {
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// Runs it to its end.
    ///
    /// - Parameter log: the file that takes what it says.
    /// - Throws: what it said, where it does not end with exit code 0.
    package static func run(_ words: [String], log: String) async throws {
        let result = try await run(words, in: NSTemporaryDirectory())
        try Data((result.output + result.error).utf8).write(to: URL(filePath: log))
        guard result.status == 0 else {
            throw Failure(
                description:
                    "rca-cli \(words.joined(separator: " ")) ended with \(result.status): \(result.output)\(result.error)"
            )
        }
    }
}
