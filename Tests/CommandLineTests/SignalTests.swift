import Foundation
import RCA
import Reporting
import Subprocess
import Tables
import TestSupport
import Testing

@Suite("A signal in the middle of a run")
struct SignalTests {
    private static let caseCount = 3000

    /// A place with so many cases that the run lasts for seconds.
    private func longPlace() async throws -> Workplace {
        let place = try await Workplace(isEmpty: true)
        try place.makeFolder("images")
        try place.makeFolder("masks")
        for index in 0..<Self.caseCount {
            let name = PhantomFiles.names[index % 3]
            try place.link("images/\(index).png", to: place.phantoms + "/cases/images/" + name)
            try place.link("masks/\(index).png", to: place.phantoms + "/cases/labels/" + name)
        }
        return place
    }

    @Test(
        "keeps what is done in complete files and ends with 130",
        arguments: [Signal.interrupt, .terminate, .terminalClosed])
    func first(signal: Signal) async throws {
        let place = try await longPlace()
        let result = try await Program.interrupt(
            place.scoreWords([:], ["-vv", "--threads", "2", "--details"]), in: place.path, with: [signal])
        #expect(result.status == 130)
        #expect(
            result.error.hasSuffix(
                "stopped by a signal: the tables hold what was done until then; the same command goes on there\n"))
        #expect(
            try place.names("out") == [
                "journal", "rca_audit.csv", "rca_audit.json", "rca_details.csv", "rca_dice_scores.csv",
                "rca_reliability.csv", "rca_run.json",
                "rca_structures.csv",
            ])
        let scores = try place.scores()
        #expect(scores.count >= 3 && scores.count < Self.caseCount)
        let details = try ReferenceScoreRow.rows(
            of: CSVTable(bytes: place.bytes("out/rca_details.csv"), source: "details"))
        #expect(details.count == 12 * scores.count)
        let record = try place.record()
        #expect(record.ending == .stoppedBySignal)
        #expect(
            record.counts
                == RunRecord.Counts(
                    images: Self.caseCount, cases: Self.caseCount, scored: scores.count, failed: 0,
                    notRun: Self.caseCount - scores.count))
    }

    @Test("followed by a second ends it at once, with no half table")
    func second() async throws {
        let place = try await longPlace()
        // Both are pending when the process goes on, so that none of the work between them can be done.
        let result = try await Program.interrupt(
            place.scoreWords([:], ["-vv"]), in: place.path, with: [.suspend, .interrupt, .terminate, .resume])
        #expect(result.status == 130)
        #expect(!result.error.contains("stopped by a signal"))
        #expect(try place.names("out") == ["journal"])
    }

    @Test("in the middle of verify ends with 130 and without a report: a part of a sample is none")
    func verify() async throws {
        let place = try await longPlace()
        let rows = (0..<Self.caseCount).map { "\($0).png,0.5\n" }
        try place.write(Array(("fname,dice\n" + rows.joined()).utf8), to: "p.csv")
        let result = try await Program.interrupt(
            [
                "verify", "--published", "p.csv", "--images", "images", "--masks", "masks", "--reference", place.bundle,
                "--structures", PhantomFiles.structures, "--sample", "\(Self.caseCount)", "-vv",
            ], in: place.path, with: [.interrupt])
        #expect(result.status == 130)
        #expect(result.error.hasSuffix("stopped by a signal: a part of a sample says nothing of the file\n"))
    }

    @Test("that nohup has it ignore does not stop it")
    func ignored() async throws {
        let place = try await Workplace()
        let result = try await Program.interrupt(
            place.scoreWords([:], ["-vv", "--threads", "1"]), in: place.path, with: [.terminalClosed], ignoring: "HUP")
        #expect(result.status == 0)
        #expect(try place.record().ending == .complete)
    }

    @Test("is not what a reader that goes away causes")
    func closedPipe() async throws {
        let place = try await Workplace()
        let script = "{ \"$@\"; echo $? > status; } 2>&1 | true"
        _ = try await place.score([:], ["-vvv"], prefix: ["sh", "-c", script, "sh"])
        #expect(try place.text("status") == "0\n")
        #expect(try place.scores().count == 3)
    }
}
