import Foundation
import TestSupport

/// Phantoms that the program drew once for all tests of this run: small, so that the tests are fast.
///
/// `reference/` (6 radiographs), `reference.rcaref` (the same as a bundle) and `cases/` (3 radiographs with damaged
/// masks).
enum PhantomFiles {
    static let structures = "lungs=1,heart=2"
    static let names = ["phantom_0001.png", "phantom_0002.png", "phantom_0003.png"]

    /// The folder they are in.
    static func folder() async throws -> String { try await made.value }

    private static let path = NSTemporaryDirectory() + "rca-phantoms-\(ProcessInfo.processInfo.processIdentifier)"

    private static let made = Task<String, any Error> {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        atexit { try? FileManager.default.removeItem(atPath: PhantomFiles.path) }
        for words in [
            ["phantom", "--output", "reference", "--count", "6", "--seed", "11", "--size", "128", "--reference-only"],
            ["phantom", "--output", "cases", "--count", "3", "--seed", "5", "--size", "128"],
            [
                "reference", "build", "--images", "reference/images", "--labels", "reference/labels", "--structures",
                structures, "--output", "reference.rcaref",
            ],
        ] {
            let result = try await Program.run(words, in: path)
            guard result.status == 0 else { throw Failure(error: result.error) }
        }
        return path
    }

    struct Failure: Error { let error: String }
}
