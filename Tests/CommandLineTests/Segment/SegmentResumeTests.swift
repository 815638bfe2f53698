import Foundation
import RCA
import Subprocess
import TestSupport
import Testing

@Suite("rca-cli segment, stopped, divided and started again")
struct SegmentResumeTests {
    private static let journal = "out/journal/shard-0001-of-0001.journal"

    private func cases(_ place: Workplace) throws -> [String] {
        let lines = try place.text(Self.journal).split(separator: "\n")
        return lines.filter { $0.hasPrefix("case\t") }.map { line in String(line.split(separator: "\t")[2]) }
    }

    @Test("gives in shards, merged, the bytes of an undivided run", arguments: [1, 3, 20])
    func shards(count: Int) async throws {
        let place = try await Workplace.manyImages()
        let more = ["--confidence", "--score", "--quiet"]
        try await #expect(place.segment(["output": "whole"], more).status == 2)
        for index in 1...count {
            let part = try await place.segment([:], more + ["--shard", "\(index)/\(count)"])
            #expect(part.status == 0 || part.status == 2, "\(part.error)")
        }
        let merge = try await place.run("merge", "out")
        #expect(merge.status == 2, "\(merge.error)")
        #expect(try place.results("out") == place.results("whole"))
        #expect(try place.record().counts == place.record("whole").counts)
    }

    @Test("does nothing twice, but again what was removed; what somebody changed and what is of images gone stays")
    func again() async throws {
        let place = try await Workplace()
        try await #expect(place.segment().status == 0)
        let first = try place.results("out")
        try await #expect(place.segment().status == 0)
        #expect(try cases(place).count == 3)
        let maps = try place.labelMaps()
        try place.remove("out/" + maps[0])
        try place.write([1, 2, 3], to: "out/" + maps[1])
        let result = try await place.segment()
        #expect(result.status == 0 && result.error.contains("going on"), "\(result.error)")
        #expect(
            result.error.contains("1 picture was changed by somebody since the run wrote it: it stays as it is\n"))
        #expect(try cases(place).count == 4)
        #expect(try place.bytes("out/" + maps[0]) == first[maps[0]] && place.bytes("out/" + maps[1]) == [1, 2, 3])
        // Another image under the same name, and one that is gone.
        try place.copy("images/" + PhantomFiles.names[2], to: "images/" + PhantomFiles.names[0])
        try place.remove("images/" + PhantomFiles.names[2])
        let second = try await place.segment()
        #expect(second.status == 0 && second.error.contains("1 result of files that are gone is kept"))
        #expect(try place.labelMaps() == maps)
        #expect(try place.bytes("out/" + maps[0]) == first[maps[2]] && place.bytes("out/" + maps[2]) == first[maps[2]])
        #expect(try place.text("out/rca_reliability.csv").contains(maps[2]))
    }

    @Test("begins anew with other settings")
    func settings() async throws {
        let place = try await Workplace()
        try await #expect(place.segment([:], ["--fusion", "majority"]).status == 0)
        let result = try await place.segment([:], ["--fusion", "joint"])
        #expect(result.status == 0 && result.error.contains("fusion was majority, is joint"), "\(result.error)")
        try await #expect(place.segment(["output": "fresh"], ["--fusion", "joint"]).status == 0)
        #expect(try place.results("out") == place.results("fresh"))
    }

    @Test("goes on after it was killed, and ends with the same bytes")
    func killed() async throws {
        let place = try await Workplace.manyImages(400)
        let killed = try await Subprocess.run(
            .name("timeout"),
            arguments: Arguments(["-s", "KILL", "1.5", Program.path] + place.segmentWords([:], ["--threads", "1"])),
            workingDirectory: .init(place.path), output: .discarded, error: .discarded)
        #expect(!killed.terminationStatus.isSuccess)
        let done = try place.exists("out") ? place.labelMaps().count : 0
        #expect(done < 400)
        try await #expect(place.segment([:], ["--quiet"]).status == 2)
        #expect(try place.labelMaps().count == 400)
        try await #expect(place.segment(["output": "whole"], ["--quiet"]).status == 2)
        #expect(try place.results("out") == place.results("whole"))
    }

    @Test("stopped by a signal writes what is done and ends with 130")
    func signal() async throws {
        let place = try await Workplace.manyImages(1500)
        let result = try await Program.interrupt(
            place.segmentWords([:], ["-vv", "--threads", "2"]), in: place.path, with: [.terminate],
            after: "image segmented")
        #expect(result.status == 130, "\(result.error.suffix(300))")
        #expect(result.error.hasSuffix("the same command goes on there\n"))
        let record = try place.record()
        #expect(record.ending == .stoppedBySignal && record.counts.scored < 1500 && record.counts.scored >= 3)
        #expect(try place.labelMaps().count == record.counts.scored)
    }
}
