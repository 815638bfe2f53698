import Imaging
import Reporting
import Testing

@Suite("The record of a run")
struct RunRecordTests {
    private let record = RunRecord(
        version: "0.1.0",
        command: ["rca-cli", "score", "--images", "a folder/\"x\""],
        parameters: [
            RunParameter("structures", .list(["lungs=1", "heart=2"])),
            RunParameter("references-per-case", .integer(20)),
            RunParameter("similarity", .text("correlation")), RunParameter("weight", .number(0.5)),
            RunParameter("details", .flag(false)),
        ],
        reference: RunRecord.Reference(path: "jsrt.rcaref", digest: "00ff", count: 198),
        ending: .complete,
        counts: RunRecord.Counts(images: 4, cases: 4, scored: 1, failed: 3, notRun: 0),
        failures: [
            RunRecord.Failure(fname: "c.png", error: InputError(.fileEmpty, "m/c.png", "is empty")),
            RunRecord.Failure(fname: "a.png", error: InputError(.pairingFailed, "m/a.png", "no image")),
            RunRecord.Failure(fname: "b.png", error: InputError(.pairingFailed, "m/b.png", "no image")),
        ],
        warnings: [RunRecord.Warning(fname: "d.png", messages: ["empty mask"])],
        cost: RunRecord.Cost(cpuSeconds: 1.5, wallSeconds: 0.75, peakMemoryBytes: 1 << 20))

    @Test("counts its failures by kind and lists them by name")
    func failures() {
        #expect(record.failuresByKind == ["file empty": 1, "pairing failed": 2])
        #expect(record.failures.map(\.fname) == ["a.png", "b.png", "c.png"])
        #expect(record.failures[0].message == "m/a.png: no image")
    }

    @Test("is stable JSON with sorted keys")
    func json() throws {
        let text = String(decoding: try record.json(), as: UTF8.self)
        #expect(text.hasPrefix("{\n  \"command\" : [\n    \"rca-cli\",\n    \"score\",\n"))
        #expect(text.contains("\"a folder/\\\"x\\\"\""))
        #expect(text.contains("\"name\" : \"references-per-case\",\n      \"value\" : 20\n"))
        #expect(text.hasSuffix("  ]\n}\n"))
        let keys = text.split(separator: "\n").filter { $0.hasPrefix("  \"") }.map { $0.split(separator: "\"")[1] }
        #expect(
            keys == [
                "command", "cost", "counts", "ending", "failures", "failuresByKind", "parameters", "poses", "reference",
                "verdicts", "version", "warnings",
            ])
        #expect(try record.json() == record.json())
    }

    @Test("is read back as it was written")
    func roundTrip() throws {
        #expect(try RunRecord(json: record.json(), source: "rca_run.json") == record)
    }

    @Test("that is damaged, or that JSON cannot hold, is an error of one line")
    func damaged() throws {
        #expect {
            _ = try RunRecord(json: Array("{".utf8), source: "x/rca_run.json")
        } throws: {
            "\($0)" == "x/rca_run.json: is not the record of a run; give an rca_run.json that rca-cli wrote"
        }
        var endless = record
        endless.cost.wallSeconds = .infinity
        #expect(throws: InputError.self) { _ = try endless.json() }
    }
}
