import Foundation
import RCA
import Reporting
import TestSupport
import Testing

@Suite("rca-cli audit")
struct AuditTests {
    @Test("finds what is wrong with single masks, each with a plain reason, and leaves the others in peace")
    func faults() async throws {
        let place = try await AuditMasks.place([
            1: { pixels in for index in pixels.indices where pixels[index] == 2 { pixels[index] = 0 } },
            3: AuditMasks.rectangle(1, 0..<24, 168..<190),
            5: AuditMasks.rectangle(0, 96..<112, 120..<136),
            7: { pixels in
                for row in 0..<AuditMasks.side {
                    pixels[row * AuditMasks.side..<(row + 1) * AuditMasks.side].reverse()
                }
            },
            9: { pixels in
                for index in pixels.indices where index % AuditMasks.side > 100 && pixels[index] == 1 {
                    pixels[index] = 0
                }
            },
            11: { pixels in pixels = AuditMasks.map(2).indices },
        ])
        let result = try await AuditMasks.audit(place)
        #expect(result.status == 0, "\(result.error)")
        #expect(result.error.contains("masks: 24 masks measured\n"), "\(result.error)")
        let empty = try AuditMasks.row(place, AuditMasks.name(1), "heart")
        #expect(empty.flags == ["empty"])
        #expect(empty.reason == "no pixel is heart, which 96 % of the masks have")
        #expect(try AuditMasks.row(place, AuditMasks.name(3), "lungs").flags.contains("islands"))
        #expect(try AuditMasks.row(place, AuditMasks.name(5), "heart").flags.contains("holes"))
        #expect(try AuditMasks.row(place, AuditMasks.name(5), "heart").reason.contains("holes take up "))
        #expect(try AuditMasks.row(place, AuditMasks.name(9), "lungs").flags.contains("small"))
        let twins = [
            try AuditMasks.row(place, AuditMasks.name(2), "heart"),
            try AuditMasks.row(place, AuditMasks.name(11), "heart"),
        ]
        #expect(twins.map(\.flags) == [["duplicate"], ["duplicate"]])
        #expect(twins[0].reason == "has the same pixels as in m11.png")
        #expect(twins[1].reason == "has the same pixels as in m02.png")
        // 24 masks are few for limits of sizes and forms, but nothing of this is wrong with the others.
        let plain: Set = ["empty", "swapped", "islands", "holes", "edge", "overlap", "inside", "duplicate"]
        for index in 0..<AuditMasks.count where ![1, 2, 3, 5, 7, 9, 11].contains(index) {
            for structure in ["lungs", "heart"] {
                let flags = try AuditMasks.row(place, AuditMasks.name(index), structure).flags
                #expect(plain.isDisjoint(with: flags), "\(index) \(structure): \(flags)")
            }
        }
        let summary = try JSONSerialization.jsonObject(with: Data(place.bytes("out/rca_audit.json"))) as? [String: Any]
        #expect(summary?["masks"] as? Int == 24)
        #expect((summary?["flags"] as? [String: Int])?["duplicate"] == 2)
        #expect(try place.record().counts == RunRecord.Counts(images: 0, cases: 24, scored: 24, failed: 0, notRun: 0))
    }

    @Test("says that left and right are swapped where the set, or the names of structures, say so")
    func swapped() async throws {
        let place = try await AuditMasks.place(count: 2)
        // The patient's left is on the right of a radiograph.
        for index in 0..<2 {
            try place.relabel("masks/" + AuditMasks.name(index), to: "sides/" + AuditMasks.name(index)) { UInt16($0) }
            let map = try place.labels("sides/" + AuditMasks.name(index))
            let sides = map.indices.enumerated().map { place, label in
                label == 1 ? (place % AuditMasks.side < 96) == (index == 0) ? UInt16(1) : UInt16(3) : UInt16(label)
            }
            try place.write(
                PNGWriter.encode(
                    LabelMap(width: AuditMasks.side, height: AuditMasks.side, labels: sides, named: "sides")),
                to: "sides/" + AuditMasks.name(index))
        }
        let words = [
            "audit", "--masks", "sides", "--structures", "right lung=1,heart=2,left lung=3", "--output", "out",
        ]
        let result = try await Program.run(words, in: place.path)
        #expect(result.status == 0, "\(result.error)")
        #expect(result.error.contains("too few masks have right lung, heart, left lung to say what is usual"))
        #expect(try AuditMasks.row(place, AuditMasks.name(0), "left lung").flags == [])
        let swapped = try AuditMasks.row(place, AuditMasks.name(1), "left lung")
        #expect(swapped.flags == ["swapped"])
        #expect(swapped.reason.hasPrefix("lies to the left of right lung"))
    }

    @Test("sees that binary masks overlap, and that one lies inside another")
    func binary() async throws {
        let place = try await AuditMasks.place(count: 3)
        for index in 0..<3 {
            let map = try place.labels("masks/" + AuditMasks.name(index))
            for (name, label) in [("lungs", 1), ("heart", 2)] {
                var values = map.indices.map { Int($0) == label ? UInt8(255) : 0 }
                // The first heart covers a lung, the second is drawn into a hole of the lungs.
                if name == "heart", index == 0 { values = map.indices.map { $0 != 0 ? UInt8(255) : 0 } }
                if index == 1 {
                    AuditMasks.rectangle(name == "lungs" ? 255 : 0, 0..<192, 0..<192)(&values)
                    AuditMasks.rectangle(name == "lungs" ? 0 : 255, 80..<100, 80..<100)(&values)
                }
                try place.write(
                    PNGWriter.encode(LabelMap(width: AuditMasks.side, height: AuditMasks.side, indices: values)),
                    to: "binary/\(name)/" + AuditMasks.name(index))
            }
        }
        let result = try await Program.run(
            ["audit", "--masks", "binary", "--structures", "lungs=1,heart=2", "--output", "out"], in: place.path)
        #expect(result.status == 0, "\(result.error)")
        let overlap = try AuditMasks.row(place, AuditMasks.name(0), "lungs")
        #expect(overlap.flags == ["overlap"] && overlap.reason == "100 % of it is marked as heart too")
        #expect(try AuditMasks.row(place, AuditMasks.name(1), "heart").flags == ["inside"])
        #expect(try AuditMasks.row(place, AuditMasks.name(1), "lungs").flags.contains("edge"))
        #expect(try AuditMasks.row(place, AuditMasks.name(2), "heart").flags == [])
    }

    @Test("with --fail-on-flag ends with 1 where a mask has a flag, and with 0 where none has")
    func failing() async throws {
        let clean = try await AuditMasks.place(count: 4)
        try await #expect(AuditMasks.audit(clean, "--fail-on-flag").status == 0)
        let place = try await AuditMasks.place([1: { $0 = Array(repeating: 0, count: $0.count) }])
        try await #expect(AuditMasks.audit(place, "--fail-on-flag").status == 1)
    }
}
