import Foundation
import RCA
import Tables
import TestSupport
import Testing

@Suite("rca-cli compare, of masks")
struct CompareMasksTests {
    private static let structures = ["--structures", PhantomFiles.structures]

    private func place() async throws -> Workplace {
        let place = try await Workplace()
        for (name, kind) in [("exact", "exact"), ("near", "boundary_1"), ("far", "shifted_3")] {
            let folder = place.phantoms + "/cases/" + (kind == "exact" ? "labels" : "predictions/" + kind)
            try place.copy(folder, to: name)
        }
        return place
    }

    private func table(_ name: String, _ place: Workplace) throws -> [[String]] {
        let table = try CSVTable(bytes: place.bytes(name), source: name)
        return try table.rows.map { row in
            try table.header.indices.map { try table.text(inRow: row, column: $0) }
        }
    }

    @Test("refuses one file for two tables")
    func sameFile() async throws {
        let place = try await Workplace(isEmpty: true)
        let result = try await place.run(
            "compare", "a", "b", "--output", "t.csv", "--agreement", "t.csv", "--overwrite")
        #expect(result.status == 64 && result.error.contains("--output and --agreement name the same file"))
    }

    @Test("says how well masks agree, structure by structure, with the true Dice where one of them is the truth")
    func agreement() async throws {
        let place = try await place()
        let result = try await Program.run(
            ["compare", "exact", "far", "--agreement", "agreement.csv", "--csv", "--quiet"] + Self.structures,
            in: place.path)
        #expect(result.status == 0, "\(result.error)")
        let truth = String(
            decoding: try Data(contentsOf: URL(filePath: place.phantoms + "/cases/truth/shifted_3.csv")),
            as: UTF8.self)
        let known = Dictionary(
            uniqueKeysWithValues: truth.split(separator: "\n").dropFirst().map { line in
                let fields = line.split(separator: ",")
                return ("\(fields[0]) \(fields[1])", Double(fields[2]) ?? .nan)
            })
        let rows = try table("agreement.csv", place)
        #expect(rows.count == 9)
        for row in rows where row[3] != "mean" {
            let dice = try #require(Double(row[4]))
            #expect(abs(dice - (known["\(row[0]).png \(row[3])"] ?? .nan)) < 1e-4, "\(row)")
        }
        #expect(result.output.contains("pair,exact,far,\"agreement, mean\",3,3,"), "\(result.output)")
        let text = try await Program.run(
            ["compare", "exact", "far", "--resamples", "50", "--quiet"] + Self.structures, in: place.path)
        #expect(text.output.hasPrefix("agreement of the masks themselves, Dice\n"), "\(text.output)")
    }

    @Test("without scores takes the mask that agrees best with the others, also from archives and at other sizes")
    func best() async throws {
        let place = try await place()
        let tar = try await Program.run([], in: place.path, prefix: ["sh", "-c", "tar -cf near.tar near"])
        try #require(tar.status == 0)
        // One segmenter works at half the size.
        for name in PhantomFiles.names {
            let map = try place.labels("exact/\(name)")
            let half = (0..<map.height / 2).flatMap { y in
                (0..<map.width / 2).map { map.indices[2 * y * map.width + 2 * $0] }
            }
            try place.write(
                PNGWriter.encode(LabelMap(width: map.width / 2, height: map.height / 2, indices: half)),
                to: "half/\(name)")
        }
        let result = try await Program.run(
            ["compare", "far", "near.tar", "half", "--output", "best.csv", "--quiet"] + Self.structures,
            in: place.path)
        #expect(result.status == 0, "\(result.error)")
        let rows = try table("best.csv", place)
        #expect(rows.count == 3)
        for row in rows {
            #expect(row[1] != "far" && row[3...5] == ["", "", ""], "\(row)")
            #expect(try #require(Float(row[6])) > 0.5)
        }
    }

    @Test("with scores also compares the masks that were scored, and takes the best by both")
    func scored() async throws {
        let place = try await place()
        try place.copy("near", to: "twin")
        let score = try await place.score(
            ["masks": "far", "output": "scores"], ["--masks", "near", "--masks", "twin"])
        try #require(score.status == 0, "\(score.error)")
        let folders = ["far", "twin", "near"].map { "scores/\($0)" }
        let words = ["compare"] + folders + ["--output", "best.csv", "--overwrite"]
        let result = try await Program.run(words, in: place.path)
        #expect(result.status == 0, "\(result.error)")
        #expect(result.output.contains("segmenters on the same images\n"))
        #expect(result.output.contains("agreement of the masks themselves, Dice\n"))
        for row in try table("best.csv", place) {
            #expect(row[1] == "scores/twin" && Float(row[4]) == 0, "\(row)")
            #expect(try !row[3].isEmpty && #require(Float(row[6])) > 0.5)
        }
        // Moved masks are no error, and --masks says where they are.
        try place.copy("near", to: "moved")
        try place.remove("near")
        let without = try await Program.run(words, in: place.path)
        #expect(without.status == 0)
        #expect(without.output.contains("scores/near: its masks are no longer in near"), "\(without.output)")
        let with = try await Program.run(
            words + ["--masks", "far", "--masks", "twin", "--masks", "moved"], in: place.path)
        #expect(with.status == 0 && with.output == result.output, "\(with.error)")
        // A mask that has taken the place of another is not what the score is about.
        try place.copy("far/" + PhantomFiles.names[0], to: "twin/" + PhantomFiles.names[0])
        try place.copy("moved", to: "near")
        let replaced = try await Program.run(words, in: place.path)
        #expect(replaced.status == 2)
        #expect(
            replaced.error.contains("twin/\(PhantomFiles.names[0]): is not the file that was scored; "),
            "\(replaced.error)")
    }

    @Test("lists masks that cannot be read, and says what is missing")
    func badInput() async throws {
        let place = try await place()
        try place.write([1, 2, 3], to: "far/" + PhantomFiles.names[1])
        let result = try await Program.run(["compare", "exact", "far", "--quiet"] + Self.structures, in: place.path)
        #expect(result.status == 2)
        #expect(result.error.contains("1 is left out:\n  far/" + PhantomFiles.names[1]), "\(result.error)")
        for (words, message) in [
            (
                ["exact", "far"],
                "rca-cli: exact: holds no scores, and of masks it is not known what their labels mean; "
            ),
            (["exact", "nowhere"] + Self.structures, "rca-cli: nowhere: "),
            (
                ["exact", "far", "--masks", "far"] + Self.structures,
                "rca-cli: --masks: is given 1 times for 2 folders; "
            ),
            (
                ["exact", "far", "--metadata", "m.csv", "--by", "sex"] + Self.structures,
                "rca-cli: --metadata: groups are compared by their scores, and there are none; "
            ),
        ] {
            try place.write(Array("image,sex\nphantom_0001,F\n".utf8), to: "m.csv")
            let result = try await Program.run(["compare"] + words, in: place.path)
            #expect(result.status == 64 && result.error.hasPrefix(message), "\(words): \(result.error)")
        }
    }
}
