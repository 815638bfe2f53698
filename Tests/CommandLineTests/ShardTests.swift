import Foundation
import RCA
import TestSupport
import Testing

@Suite("rca-cli score --shard and merge")
struct ShardTests {
    static let tables = [
        "rca_dice_scores.csv", "rca_structures.csv", "rca_reliability.csv", "rca_details.csv", "rca_audit.csv",
        "rca_audit.json",
    ]

    /// A place with several cases, some of which fail.
    static func manyCases(_ count: Int = 24) async throws -> Workplace {
        let place = try await Workplace(isEmpty: true)
        try place.makeFolder("images")
        try place.makeFolder("masks")
        for index in 0..<count {
            let name = PhantomFiles.names[index % 3]
            try place.link("images/case \(index).png", to: place.phantoms + "/cases/images/" + name)
            try place.link("masks/case \(index).png", to: place.phantoms + "/cases/predictions/boundary_2/" + name)
        }
        try place.write(Array("not a picture".utf8), to: "masks/damaged.png")
        try place.copy(place.phantoms + "/cases/images/" + PhantomFiles.names[0], to: "images/damaged.png")
        try place.copy(place.phantoms + "/cases/images/" + PhantomFiles.names[0], to: "images/alone.png")
        return place
    }

    @Test("give together the bytes of an undivided run", arguments: [1, 2, 5, 40])
    func merged(count: Int) async throws {
        let place = try await Self.manyCases()
        let whole = try await place.score(["output": "whole"], ["--details"])
        #expect(whole.status == 2)
        for index in 1...count {
            let part = try await place.score([:], ["--details", "--quiet", "--shard", "\(index)/\(count)"])
            #expect(part.status == 0 || part.status == 2, "\(part.error)")
            #expect(try count == 1 || place.names("out") == ["journal"])
        }
        let merge = try await place.run("merge", "out")
        #expect(merge.status == 2, "\(merge.error)")
        for table in Self.tables { #expect(try place.bytes("out/" + table) == place.bytes("whole/" + table)) }
        let (merged, undivided) = (try place.record(), try place.record("whole"))
        #expect(merged.counts == undivided.counts && merged.failures == undivided.failures)
        #expect(merged.parameters == undivided.parameters && merged.verdicts == undivided.verdicts)
    }

    @Test("with several mask folders fill a sub-folder for each")
    func severalFolders() async throws {
        let place = try await Workplace()
        try place.copy(place.phantoms + "/cases/predictions/eroded", to: "other")
        let more = ["--masks", "other", "--quiet"]
        try await #expect(place.score(["output": "whole"], more).status == 0)
        for index in 1...3 { try await #expect(place.score([:], more + ["--shard", "\(index)/3"]).status == 0) }
        try await #expect(place.run("merge", "out").status == 0)
        for folder in ["masks", "other"] {
            let table = "/\(folder)/rca_structures.csv"
            #expect(try place.bytes("out" + table) == place.bytes("whole" + table))
        }
    }

    @Test("are not merged while one is missing, and named; --allow-incomplete takes what there is")
    func missing() async throws {
        let place = try await Self.manyCases()
        _ = try await place.score([:], ["--quiet", "--shard", "2/3"])
        let merge = try await place.run("merge", "out")
        #expect(merge.status == 1)
        #expect(merge.error.contains("2 of 3 shards have not begun: 1, 3"), "\(merge.error)")
        #expect(try place.names("out") == ["journal"])
        let partial = try await place.run("merge", "out", "--allow-incomplete")
        #expect(partial.status == 1)
        #expect(try place.record().ending == .incomplete)
        #expect(try !place.scores().isEmpty)
    }

    @Test("are not merged where files came between them, until all of them have seen the same")
    func otherFiles() async throws {
        let place = try await Self.manyCases(8)
        func scoreShard(_ index: Int) async throws {
            let part = try await place.score([:], ["--details", "--quiet", "--shard", "\(index)/2"])
            #expect(part.status == 0 || part.status == 2, "\(part.error)")
        }
        try await scoreShard(1)
        for index in 8..<12 {
            let name = PhantomFiles.names[index % 3]
            try place.link("images/case \(index).png", to: place.phantoms + "/cases/images/" + name)
            try place.link("masks/case \(index).png", to: place.phantoms + "/cases/predictions/boundary_2/" + name)
        }
        try await scoreShard(2)
        let early = try await place.run("merge", "out")
        #expect(early.status == 1)
        #expect(
            early.error.contains("the folders have changed since these shards began: 1 (of 2); start them again"),
            "\(early.error)")
        #expect(try place.names("out") == ["journal"])
        let status = try await place.run("slurm", "status", "out")
        #expect(status.output.contains("folders have changed since") && status.output.contains("1 of 2 complete"))
        try await scoreShard(1)
        try await #expect(place.run("merge", "out").status == 2)
        try await #expect(place.score(["output": "whole"], ["--details", "--quiet"]).status == 2)
        for table in Self.tables { #expect(try place.bytes("out/" + table) == place.bytes("whole/" + table)) }
    }

    @Test(
        "are not merged where between them a mask moved to another folder, or was given another name",
        arguments: [("others/case 3.png", "masks/case 3.png"), ("masks/case 0.png", "masks/case 0.PNG")])
    func movedFiles(from: String, to: String) async throws {
        let place = try await Self.manyCases(3)
        try place.makeFolder("others")
        let name = PhantomFiles.names[0]
        try place.link("images/case 3.png", to: place.phantoms + "/cases/images/" + name)
        for index in [0, 3] {
            let mask = place.phantoms + "/cases/predictions/boundary_2/" + name
            try place.link("others/case \(index).png", to: mask)
        }
        for index in 1...2 {
            let part = try await place.score(
                [:], ["--masks", "others", "--allow-unpaired", "--quiet", "--shard", "\(index)/2"])
            #expect(part.status == 0 || part.status == 2, "\(part.error)")
            if index == 1 {
                try FileManager.default.moveItem(atPath: place.file(from), toPath: place.file(to))
            }
        }
        let merge = try await place.run("merge", "out")
        #expect(merge.status == 1)
        #expect(merge.error.contains("the folders have changed since these shards began: 1 (of 2)"), "\(merge.error)")
    }

    @Test("are merged where between them an image moved to another sub-folder")
    func movedBelow() async throws {
        let place = try await Workplace(isEmpty: true)
        for folder in ["images/a", "images/b", "masks"] { try place.makeFolder(folder) }
        for (index, name) in PhantomFiles.names.prefix(3).enumerated() {
            let folder = index == 2 ? "b" : "a"
            try place.link("images/\(folder)/case \(index).png", to: place.phantoms + "/cases/images/" + name)
            let mask = place.phantoms + "/cases/predictions/boundary_2/" + name
            try place.link("masks/case \(index).png", to: mask)
        }
        for index in 1...2 {
            let part = try await place.score([:], ["--quiet", "--shard", "\(index)/2"])
            #expect(part.status == 0, "\(part.error)")
            let (from, to) = (place.file("images/a/case 1.png"), place.file("images/b/case 1.png"))
            if index == 1 { try FileManager.default.moveItem(atPath: from, toPath: to) }
        }
        let merge = try await place.run("merge", "out")
        #expect(merge.status == 0, "\(merge.error)")
        #expect(try place.scores().count == 3)
    }

    @Test("of different settings are not merged, and the setting is named")
    func settings() async throws {
        let place = try await Workplace()
        try await #expect(place.score([:], ["--shard", "1/2"]).status == 0)
        try await #expect(place.score([:], ["--shard", "2/2", "--references-per-case", "3"]).status == 0)
        let merge = try await place.run("merge", "out")
        #expect(merge.status == 64)
        #expect(merge.error.contains("(references-per-case was 20, is 3)"), "\(merge.error)")
    }

    @Test("of two numbers of shards are not merged")
    func counts() async throws {
        let place = try await Workplace()
        for shard in ["1/2", "1/3"] {
            let output = "out-\(shard.suffix(1))"
            try await #expect(place.score(["output": output], ["--shard", shard]).status == 0)
        }
        try place.copy("out-2", to: "out")
        try place.copy(
            "out-3/journal/shard-0001-of-0003.journal", to: "out/journal/shard-0001-of-0003.journal")
        let merge = try await place.run("merge", "out")
        #expect(merge.status == 64)
        #expect(merge.error.contains("holds shards of 2 and of 3"))
    }

    @Test("refuse what is no shard", arguments: ["0/2", "3/2", "2", "a/b", "1/2/3", "-1/2", "1/99999"])
    func wrong(text: String) async throws {
        let place = try await Workplace()
        let result = try await place.score([:], ["--shard=\(text)"])
        #expect(result.status == 64)
        #expect(result.error.contains("--shard"), "\(result.error)")
    }

    @Test("refuse a second process at the same shard while the first works")
    func locked() async throws {
        let place = try await Self.manyCases(3000)
        async let first = Program.run(place.scoreWords(), in: place.path)
        while !place.exists("out/journal/shard-0001-of-0001.lock") { try await Task.sleep(for: .milliseconds(5)) }
        try await Task.sleep(for: .milliseconds(50))
        let second = try await place.score()
        #expect(second.status == 64, "\(second.error)")
        #expect(second.error.contains("is working on this shard"), "\(second.error)")
        try await #expect(first.status == 2)
        #expect(!place.exists("out/journal/shard-0001-of-0001.lock"))
    }

    @Test("take over the lock of a process that was killed")
    func stale() async throws {
        let place = try await Workplace()
        try place.write(
            Array("\(ProcessInfo.processInfo.hostName) 999999 x\n".utf8), to: "out/journal/shard-0001-of-0001.lock")
        let result = try await place.score()
        #expect(result.status == 0, "\(result.error)")
    }

    @Test("watch the lock of another machine, and take it over when it shows no life")
    func lostNode() async throws {
        let place = try await Workplace()
        try place.write(Array("elsewhere 1 x\n".utf8), to: "out/journal/shard-0001-of-0001.lock")
        let result = try await place.score()
        #expect(result.status == 0, "\(result.error)")
        #expect(result.error.contains("another machine (elsewhere) had this shard"))
    }
}
