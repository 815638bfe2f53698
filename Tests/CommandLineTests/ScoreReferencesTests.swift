import Foundation
import RCA
import Reporting
import TestSupport
import Testing

@Suite("rca-cli score with reference sets")
struct ScoreReferencesTests {
    @Test("uses all where more are asked for, and says so")
    func tooMany() async throws {
        let place = try await Workplace()
        let result = try await place.score(["references-per-case": "6", "output": "six"])
        #expect(result.status == 0 && !result.error.contains("fewer"))
        let many = try await place.score(["references-per-case": "1000"])
        #expect(many.status == 0)
        #expect(
            many.error.hasPrefix(
                "the reference set has 6 images, fewer than the 1000 asked for: all are used\n"))
        #expect(try place.bytes("six/rca_structures.csv") == place.bytes("out/rca_structures.csv"))
        try await #expect(place.score(["references-per-case": "\(Int.max)"], ["--quiet"]).status == 0)
    }

    @Test("of one reference score by it alone")
    func one() async throws {
        let place = try await Workplace()
        try place.copy(place.reference + "/images/phantom_0003.png", to: "one/images/a.png")
        try place.copy(place.reference + "/labels/phantom_0003.png", to: "one/labels/a.png")
        try await #expect(place.score(["reference": "one"]).status == 0)
        let row = try #require(try place.structure("lungs", of: "phantom_0001.png"))
        #expect(row.reference == "a.png")
        #expect(row.dice == row.mean && row.dice == row.median && row.dice == row.best)
        #expect(try #require(row.dice) > 0.5)
    }

    @Test("leave out the query's own radiograph, under any name and size, and say so")
    func queryAmongReferences() async throws {
        let place = try await Workplace()
        try place.copy(place.reference, to: "set")
        try place.copy("images/phantom_0002.png", to: "set/images/zz.png")
        try place.copy(place.phantoms + "/cases/labels/phantom_0002.png", to: "set/labels/zz.png")
        try await #expect(place.score().status == 0)
        let result = try await place.score(["reference": "set", "output": "own"], ["--details"])
        #expect(result.status == 0)
        #expect(
            try place.record("own").warnings == [
                RunRecord.Warning(
                    fname: "phantom_0002.png", messages: ["left out reference zz.png: it is the same radiograph"])
            ])
        #expect(try place.scores()["phantom_0002.png"] == place.scores("own")["phantom_0002.png"])
        let rows = try place.text("own/rca_details.csv").split(separator: "\n").filter { $0.hasPrefix("phantom_0002") }
        #expect(rows.count == 12 && !rows.contains { $0.contains(",zz.png,") })
    }

    @Test("of nothing but the query's own radiograph fail that case, and it alone")
    func onlyItself() async throws {
        let place = try await Workplace()
        try place.copy("images/phantom_0002.png", to: "set/images/same.png")
        try place.copy("masks/phantom_0002.png", to: "set/labels/same.png")
        let result = try await place.score(["reference": "set"])
        #expect(result.status == 2)
        #expect(
            result.error.contains(
                "masks/phantom_0002.png: no reference is left: the reference set holds nothing but this radiograph; "
                    + "use a larger reference set\n"))
        #expect(try place.scores().keys.sorted() == ["phantom_0001.png", "phantom_0003.png"])
    }

    @Test("in which a structure never occurs are refused by its name")
    func missingStructure() async throws {
        let place = try await Workplace()
        let result = try await place.score([
            "reference": place.reference, "structures": "lungs=1,heart=2,clavicles=3",
        ])
        #expect(result.status == 64)
        #expect(
            result.error == "rca-cli: \(place.reference): no reference has structure 'clavicles' (label 3); "
                + "leave it out of --structures or add references that show it\n")
        let bundle = try await place.score(["structures": "lungs=1,clavicles=3"])
        #expect(bundle.status == 64)
        #expect(bundle.error.contains("the references' structures are lungs, heart: there is no clavicles; "))
        let none = try await Program.run(
            ["score", "--images", "images", "--masks", "masks", "--reference", place.reference, "--output", "out"],
            in: place.path)
        #expect(none.status == 64)
        #expect(none.error.contains("add --structures, for example lungs=1,heart=2"))
    }

    @Test("that lack a structure in one radiograph count it as absent there")
    func partialStructure() async throws {
        let place = try await Workplace()
        try place.copy(place.reference, to: "set")
        try place.relabel("set/labels/phantom_0001.png", to: "set/labels/phantom_0001.png") { $0 == 2 ? 0 : UInt16($0) }
        try await #expect(place.score(["reference": "set"], ["--details"]).status == 0)
        let rows = try place.text("out/rca_details.csv").split(separator: "\n")
        #expect(rows.contains("phantom_0003.png,heart,phantom_0001.png,0.0,as it is"))
    }

    @Test("whose folder is unsound are refused by the file")
    func unsound() async throws {
        let place = try await Workplace()
        try place.copy(place.reference, to: "set")
        for (spoil, words) in [
            ("labels/phantom_0004.png", "set/labels/phantom_0004.png: is empty (0 bytes)"),
            ("images/phantom_0009.png", "set/images/phantom_0009.png: missing mask"),
        ] {
            let before = try? place.bytes("set/" + spoil)
            try place.write([], to: "set/" + spoil)
            let result = try await place.score(["reference": "set"])
            #expect(result.status == 64)
            #expect(result.error.hasPrefix("rca-cli: \(words)"), "\(result.error)")
            try before.map { try place.write($0, to: "set/" + spoil) } ?? place.remove("set/" + spoil)
        }
        let other = try await place.score(["reference": "set", "structures": "lungs=1"])
        #expect(other.status == 64)
        #expect(other.error.contains("has labels that no structure was given for: 2"))
    }

    @Test("whose bundle is damaged, cut short, of another version or none are refused clearly")
    func damagedBundle() async throws {
        let place = try await Workplace()
        let good = try place.bytes("../" + URL(filePath: place.phantoms).lastPathComponent + "/reference.rcaref")
        func changed(_ index: Int, to value: UInt8) -> [UInt8] {
            var bytes = good
            bytes[index] = value
            return bytes
        }
        for (bytes, words) in [
            ([], "bad.rcaref: is empty (0 bytes)"),
            (Array("fname,dice\n".utf8), "bad.rcaref: is not a reference bundle; name a file made by"),
            (Array(good.prefix(20)), "the reference bundle is damaged: it ends within its header"),
            (Array(good.prefix(300)), "the reference bundle is damaged: it ends within its header"),
            (Array(good.dropLast(1)), "the reference bundle is damaged: it has \(good.count - 1) bytes instead of"),
            (good + [0], "the reference bundle is damaged: it has \(good.count + 1) bytes instead of"),
            (changed(16, to: 99), "is a bundle of format 99; this program reads format"),
            (changed(23, to: 0xff), "the reference bundle is damaged: it ends within its header"),
            (changed(30, to: good[30] ^ 1), "its header does not match its checksum"),
            (changed(100, to: good[100] ^ 1), "its header does not match its checksum"),
            (changed(good.count / 2, to: ~good[good.count / 2]), "does not match its checksum"),
        ] {
            try place.write(bytes, to: "bad.rcaref")
            for words2 in [place.scoreWords(["reference": "bad.rcaref"]), ["reference", "info", "bad.rcaref"]] {
                let result = try await Program.run(words2, in: place.path)
                #expect(result.status == 64)
                #expect(
                    result.error.hasPrefix("rca-cli: bad.rcaref: ") && result.error.contains(words), "\(result.error)")
                #expect(result.error.split(separator: "\n").count == 1)
            }
        }
    }
}
