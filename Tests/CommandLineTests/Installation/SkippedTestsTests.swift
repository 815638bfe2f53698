import Files
import Foundation
import TestSupport
import Testing

/// `scripts/skipped-tests.sh`, by which `make test` ends.
@Suite("The list of skipped tests")
struct SkippedTestsTests {
    private static let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "scripts/skipped-tests.sh").path

    private func list(_ log: String, isCI: Bool) async throws -> ProgramResult {
        let place = try await Workplace(isEmpty: true)
        try place.write(Array(log.utf8), to: "log")
        // The program is the prefix's last word.
        return try await place.run(
            prefix: ["env", "CI=\(isCI)", "sh", "-c", "exec sh '\(Self.script)' log"])
    }

    private static let log = """
        ◇ Test run started.
        ➜ Suite "A report in a browser" skipped: "needs a browser: apt-get install chromium"
        ➜ Test "that may not be read is an error" skipped: "root may read every folder"
        ➜ Test plain() skipped.
        ✔ Test "says what was skipped: all of it" passed after 0.001 seconds.
        """

    @Test("says what was skipped and why, and is no failure outside of CI")
    func outside() async throws {
        let result = try await list(Self.log, isCI: false)
        #expect(result.status == 0)
        #expect(
            result.output == """
                Skipped:
                  Suite "A report in a browser": needs a browser: apt-get install chromium
                  Test "that may not be read is an error": root may read every folder
                  Test plain(): no reason given

                """)
        try await #expect(list("✔ Test run passed.\n", isCI: true).output == "No test was skipped.\n")
    }

    @Test("fails in CI where a package would have prevented a skip, and there alone")
    func inCI() async throws {
        let result = try await list(Self.log, isCI: true)
        #expect(result.status == 1 && result.error.contains("CI has to install what these tests need"))
        let others = Self.log.split(separator: "\n").filter { !$0.contains("apt-get") }.joined(separator: "\n") + "\n"
        try await #expect(list(others, isCI: true).status == 0)
    }
}
