import Foundation
import RCA
import Reporting
import Tables
import Testing

@Suite("rca-cli score --surface")
struct SurfaceTests {
    private func rows(_ place: Workplace, _ output: String = "out") throws -> [SurfaceRow] {
        let path = output + "/rca_surface.csv"
        return try SurfaceRow.rows(of: CSVTable(bytes: place.bytes(path), source: path))
    }

    @Test("adds a table of outlines, and changes no other")
    func table() async throws {
        let place = try await Workplace()
        try await #expect(place.score(["output": "plain"]).status == 0)
        let result = try await place.score([:], ["--surface"])
        #expect(result.status == 0, "\(result.error)")
        for table in ["rca_dice_scores.csv", "rca_structures.csv", "rca_reliability.csv"] {
            #expect(try place.bytes("out/" + table) == place.bytes("plain/" + table))
        }
        #expect(!place.exists("plain/rca_surface.csv"))
        #expect(
            try place.text("out/rca_surface.csv").hasPrefix(
                "fname,structure,hd95,hausdorff,assd,surface_dice,unit,row_mm,column_mm\n"))
        let rows = try rows(place)
        #expect(rows.map(\.fname) == PhantomFiles.names.flatMap { [$0, $0] })
        #expect(rows.map(\.structure) == PhantomFiles.names.flatMap { _ in ["lungs", "heart"] })
        for row in rows {
            let (assd, largest) = (try #require(row.assd), try #require(row.hausdorff))
            #expect(row.unit == "px" && assd < largest && largest < 40, "\(row)")
        }
        // Without outlines their table would be that of another run.
        try await #expect(place.score().status == 0)
        #expect(!place.exists("out/rca_surface.csv"))
    }

    @Test("is in millimetres where the spacing is given, of rows and columns apart")
    func millimetres() async throws {
        let place = try await Workplace()
        _ = try await place.score(["output": "pixels"], ["--surface", "--surface-tolerance", "2"])
        let half = try await place.score(
            [:], ["--surface", "--pixel-spacing", "0.5", "--surface-tolerance", "1"])
        #expect(half.status == 0, "\(half.error)")
        for (pixels, millimetres) in zip(try rows(place, "pixels"), try rows(place)) {
            #expect(millimetres.unit == "mm")
            for (scaled, plain, factor, tolerance) in [
                (millimetres.hausdorff95, pixels.hausdorff95, 0.5, 1e-4), (millimetres.assd, pixels.assd, 0.5, 1e-4),
                (millimetres.surfaceDice, pixels.surfaceDice, 1, 1e-5),
            ] as [(Float?, Float?, Float, Float)] {
                let difference: Float = try #require(scaled) - factor * #require(plain)
                #expect(abs(difference) < tolerance)
            }
        }
        let parameters = try place.record().parameters
        #expect(parameters.contains(RunParameter("pixel-spacing", .text("0.5"))))
        _ = try await place.score(["output": "apart"], ["--surface", "--pixel-spacing", "0.5,2"])
        #expect(try rows(place, "apart").map(\.assd) != rows(place).map(\.assd))
    }

    @Test("tells near masks from far ones, and an empty mask is infinitely far")
    func order() async throws {
        let place = try await Workplace()
        try place.copy(place.phantoms + "/cases/labels", to: "near")
        try place.copy(place.phantoms + "/cases/predictions/shifted_3", to: "far")
        try place.copy("near", to: "none")
        for name in PhantomFiles.names { try place.relabel("near/" + name, to: "none/" + name) { _ in 0 } }
        let result = try await place.score(["masks": "near"], ["--masks", "far", "--masks", "none", "--surface"])
        #expect(result.status == 0, "\(result.error)")
        let (near, far, none) = (
            try rows(place, "out/near"), try rows(place, "out/far"), try rows(place, "out/none")
        )
        for index in near.indices {
            #expect(try #require(near[index].assd) < #require(far[index].assd))
            #expect(try #require(near[index].surfaceDice) > #require(far[index].surfaceDice))
            #expect(none[index].hausdorff95 == .infinity && none[index].surfaceDice == 0)
        }
        #expect(try place.text("out/none/rca_surface.csv").contains(",inf,inf,inf,0.0,px,,\n"))
    }

    @Test("gives the same bytes in shards, and after a start in the middle")
    func shards() async throws {
        let place = try await ShardTests.manyCases()
        let more = ["--surface", "--quiet"]
        _ = try await place.score(["output": "whole"], more)
        for index in 1...3 { _ = try await place.score([:], more + ["--shard", "\(index)/3"]) }
        let merge = try await place.run("merge", "out")
        #expect(merge.status == 2, "\(merge.error)")
        let whole = try place.bytes("whole/rca_surface.csv")
        #expect(try place.bytes("out/rca_surface.csv") == whole)
        // Half of the journal's lines, and the last of them torn.
        let journal = "whole/journal/shard-0001-of-0001.journal"
        let bytes = try place.bytes(journal)
        try place.remove("whole/rca_surface.csv")
        try place.write(Array(bytes[..<(bytes.count / 2)]), to: journal)
        let again = try await place.score(["output": "whole"], ["--surface"])
        #expect(again.error.contains("going on"), "\(again.error)")
        #expect(try place.bytes("whole/rca_surface.csv") == whole)
        let threads = try await place.score(["output": "threads"], more + ["--threads", "1"])
        #expect(try threads.status == 2 && place.bytes("threads/rca_surface.csv") == whole)
    }

    @Test(
        "refuses what is no spacing or tolerance, in a line",
        arguments: [
            (["--surface", "--pixel-spacing", "0"], "\"0\" is not a spacing in millimetres"),
            (["--surface", "--pixel-spacing", "a,1"], "\"a,1\" is not a spacing in millimetres"),
            (["--surface", "--pixel-spacing", "1,2,3"], "\"1,2,3\" is not a spacing in millimetres"),
            (["--surface", "--pixel-spacing=-1"], "\"-1\" is not a spacing in millimetres"),
            (["--surface", "--surface-tolerance=-1"], "--surface-tolerance is 0 or more"),
            (["--surface", "--surface-tolerance", "nan"], "--surface-tolerance is 0 or more"),
            (["--pixel-spacing", "1"], "--surface-tolerance and --pixel-spacing need --surface"),
        ])
    func wrong(words: [String], message: String) async throws {
        let place = try await Workplace()
        let result = try await place.score([:], words)
        #expect(result.status == 64 && result.error.contains(message), "\(result.error)")
        #expect(!place.exists("out"))
    }
}
