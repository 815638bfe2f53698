import Presentation
import Testing

@Suite("Packed tables of a report")
struct PackedTests {
    /// What the page's script does.
    private func unpacked(_ packed: (ending: String, bytes: [UInt8])) -> [String] {
        var names: [String] = []
        var previous: [UInt8] = []
        var place = 0
        func number() -> Int {
            var (value, shift) = (0, 0)
            while true {
                let byte = packed.bytes[place]
                place += 1
                value += Int(byte & 127) << shift
                shift += 7
                if byte < 128 { return value }
            }
        }
        while place < packed.bytes.count {
            let shared = number()
            let own = number()
            previous = Array(previous.prefix(shared)) + packed.bytes[place..<place + own]
            place += own
            names.append(String(decoding: previous, as: UTF8.self) + packed.ending)
        }
        return names
    }

    @Test(
        "give the names back",
        arguments: [
            [], ["a.png"], ["a.png", "a.png.png"], ["", "x"], ["é_1.png", "é_2.png", "ê.png"],
            [String(repeating: "long", count: 100) + "1", String(repeating: "long", count: 100) + "2"],
            ["<script>.png", "a\"b.png", "𝔘.png"], ["_labels.png", "1_labels.png", "10_labels.png"],
        ])
    func names(_ names: [String]) { #expect(unpacked(PackedNames.pack(names)) == names) }

    @Test("keep a published name in some six bytes")
    func size() {
        let names = (0..<10_000).map { index in
            let patient = String(index / 4 + 1)
            return String(repeating: "0", count: 8 - patient.count) + patient + "_00\(index % 4)_labels.png"
        }
        let packed = PackedNames.pack(names)
        #expect(packed.ending == "_labels.png")
        #expect(packed.bytes.count < 70_000)
        #expect(unpacked(packed) == names)
    }

    @Test("round scores to four digits, and tell what is not defined")
    func numbers() {
        #expect(PackedColumn.numbers([0, 1, 0.95273715, nil]) == [0, 0, 0x10, 0x27, 0x37, 0x25, 0xff, 0xff])
    }

    @Test("number texts in the order in which they come")
    func texts() {
        let packed = PackedColumn.texts(["b", "a", "b", "c"])
        #expect(packed.texts == ["b", "a", "c"])
        #expect(packed.bytes == [0, 0, 1, 0, 0, 0, 2, 0])
    }
}
