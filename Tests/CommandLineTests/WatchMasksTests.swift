import RCA
import TestSupport
import Testing

@Suite("rca-cli watch, of masks without scores")
struct WatchMasksTests {
    private static let features = "lungs area,lungs raggedness,heart edge,heart components"
    private static let structures = ["--structures", "lungs=1,heart=2"]

    /// Masks of a baseline, of a day like it, and of a day with hearts that are too large.
    private func place() async throws -> Workplace {
        let place = try await Workplace(isEmpty: true)
        for index in 0..<40 { try write(index, to: "base", place) }
        for index in 40..<52 { try write(index, to: "new/day1", place) }
        for index in 52..<72 {
            try write(index, to: "new/day2", place, AuditMasks.rectangle(2, 70..<140, 100..<170))
        }
        return place
    }

    private func write(
        _ index: Int, to folder: String, _ place: Workplace, _ change: (inout [UInt8]) -> Void = { _ in }
    ) throws {
        try place.write(PNGWriter.encode(AuditMasks.map(index, change)), to: folder + "/" + AuditMasks.name(index))
    }

    private func watch(_ place: Workplace, _ words: String...) async throws -> ProgramResult {
        try await Program.run(["watch", "--quiet"] + Self.structures + words, in: place.path)
    }

    @Test("finds the drift of a structure's area, and none where there is none; the default features are the masks'")
    func drift() async throws {
        let place = try await place()
        let steady = try await watch(place, "--baseline", "base", "--new", "new/day1", "--format", "csv")
        #expect(steady.status == 0, "\(steady.error)")
        let features = steady.output.split(separator: "\n").dropFirst().map { $0.prefix { $0 != "," } }
        #expect(features == ["heart area", "heart raggedness", "lungs area", "lungs raggedness"])
        let drifted = try await watch(
            place, "--baseline", "base", "--new", "new/day1", "--new", "new/day2", "--state", "w.json")
        #expect(drifted.status == 1, "\(drifted.error)")
        #expect(drifted.output.contains("heart area has drifted: the alarm came at the image "), "\(drifted.output)")
        // The state goes on with masks that are there already.
        let again = try await watch(place, "--baseline", "base", "--new", "new/day2", "--state", "w.json")
        #expect(again.status == 1 && again.output == drifted.output)
    }

    @Test("says of masks what it says of the tables that audit makes of them")
    func sameAsAudit() async throws {
        let place = try await place()
        for folder in ["base", "new/day1"] {
            let audit = try await Program.run(
                ["audit", "--quiet", "--masks", folder, "--output", "audit/" + folder] + Self.structures,
                in: place.path)
            #expect(audit.status == 0, "\(audit.error)")
        }
        let words = ["--features", Self.features, "--format", "json"]
        let tables = try await Program.run(
            ["watch", "--baseline", "audit/base", "--new", "audit/new/day1"] + words, in: place.path)
        #expect(tables.status == 0, "\(tables.error)")
        for (baseline, new) in [
            ("base", "new/day1"), ("audit/base", "new/day1"), ("base", "audit/new/day1/rca_audit.csv"),
        ] {
            let masks = try await Program.run(
                ["watch", "--quiet", "--baseline", baseline, "--new", new] + Self.structures + words, in: place.path)
            #expect(masks.output == tables.output && masks.status == 0, "\(baseline) \(new): \(masks.error)")
        }
    }

    @Test("reads the masks beside what segment says of their images")
    func segmented() async throws {
        let place = try await place()
        let table = Array("fname,reliability,verdict\nm00.png,0.9,reliable\n".utf8)
        for folder in ["base", "new/day1"] {
            try place.copy(folder, to: "segmented/" + folder)
            try place.write(table, to: "segmented/\(folder)/rca_reliability.csv")
        }
        let words = ["--format", "csv"]
        let masks = try await Program.run(
            ["watch", "--quiet", "--baseline", "base", "--new", "new/day1"] + Self.structures + words, in: place.path)
        let segmented = try await Program.run(
            ["watch", "--quiet", "--baseline", "segmented/base", "--new", "segmented/new/day1"] + Self.structures
                + words,
            in: place.path)
        #expect(segmented.output == masks.output && segmented.status == 0, "\(segmented.error)")
    }

    @Test("lists masks that cannot be read, and counts the others")
    func unreadable() async throws {
        let place = try await place()
        try place.write(Array("none".utf8), to: "new/day1/odd.png")
        let result = try await watch(place, "--baseline", "base", "--new", "new/day1", "--format", "json")
        #expect(result.status == 2 && result.output.contains("\"images\" : 12"), "\(result.error)")
        #expect(result.error.contains("1 mask is left out:\n  new/day1/odd.png: "), "\(result.error)")
    }

    @Test("asks what labels mean, in a line")
    func noStructures() async throws {
        let place = try await place()
        let result = try await place.run("watch", "--baseline", "base", "--new", "new/day1")
        #expect(
            result.status == 64
                && result.error.hasPrefix("rca-cli: base: holds no table of scores, nor folders with any; ")
                && result.error.contains("--structures"), "\(result.error)")
        try place.makeFolder("empty")
        let empty = try await watch(place, "--baseline", "base", "--new", "empty")
        #expect(empty.status == 64 && empty.error.split(separator: "\n").count == 1, "\(empty.error)")
    }
}
