import Files
import Scoring
import TestSupport
import Testing

@Suite("CRC-32C")
struct CyclicRedundancyCheckTests {
    @Test(
        "the vectors of RFC 3720 come out",
        arguments: [
            ([UInt8](repeating: 0, count: 32), 0x8A91_36AA), ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43),
            (Array(0..<32), 0x46DD_794E), ((0..<32).reversed(), 0x113F_DB5C), (Array("123456789".utf8), 0xE306_9283),
            ([], 0),
        ] as [([UInt8], UInt32)])
    func published(bytes: [UInt8], expected: UInt32) {
        #expect(CyclicRedundancyCheck.value(of: bytes) == expected)
        #expect(bytes.withUnsafeBytes { CyclicRedundancyCheckReference.value(of: $0) } == expected)
    }

    @Test("the fast and the plain implementation agree at every length and alignment")
    func agreement() {
        var generator = SeededGenerator(seed: 5)
        let bytes = (0..<300).map { _ in UInt8.random(in: 0...255, using: &generator) }
        bytes.withUnsafeBytes { all in
            for start in 0..<9 {
                for end in stride(from: start, through: 300, by: 7) {
                    let part = UnsafeRawBufferPointer(rebasing: all[start..<end])
                    #expect(CyclicRedundancyCheck.value(of: part) == CyclicRedundancyCheckReference.value(of: part))
                }
            }
        }
    }
}
