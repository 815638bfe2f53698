import Tables
import TestSupport
import Testing

@Suite("Float32 text")
struct ShortestFloatTests {
    @Test(
        "is NumPy's",
        arguments: [
            (1, "1.0"), (0, "0.0"), (-0.0, "-0.0"), (0.5, "0.5"), (0.95273715, "0.95273715"), (1e-5, "1e-05"),
            (1.5e-5, "1.5e-05"), (1e-4, "1e-04"), (-1e-4, "-1e-04"), (1.0001e-4, "0.00010001"), (2e-4, "0.0002"),
            (1e-3, "0.001"), (1 / 3, "0.33333334"), (123456.7, "123456.7"), (.leastNonzeroMagnitude, "1e-45"),
            (1e16, "1e+16"),
            (3.4028235e38, "3.4028235e+38"), (.nan, "nan"), (.infinity, "inf"), (-.infinity, "-inf"),
        ] as [(Float, String)])
    func knownTexts(value: Float, text: String) {
        #expect(ShortestFloat.text(value) == text)
    }

    @Test("reads back as the same bits, for a million random bit patterns")
    func roundTrip() {
        var random = SeededGenerator(seed: 2017)
        var buffer: [UInt8] = []
        var failures: [UInt32] = []
        for _ in 0..<1_000_000 {
            let value = Float(bitPattern: UInt32.random(in: 0...UInt32.max, using: &random))
            buffer.removeAll(keepingCapacity: true)
            ShortestFloat.append(value, to: &buffer)
            let back = ShortestFloat.value(of: buffer)
            if back?.bitPattern != value.bitPattern && !(value.isNaN && back?.isNaN == true) {
                failures.append(value.bitPattern)
            }
        }
        #expect(failures.isEmpty)
    }

    @Test("has no digit to spare: nothing shorter reads back as the same value")
    func shortest() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<20_000 {
            let value = Float.random(in: 0.001..<1, using: &random)
            let digits = ShortestFloat.text(value).dropFirst(2)
            // The nearest decimals with one digit fewer are this one cut off, and the one above that.
            let scale = digits.count - 1
            guard scale > 0, let cut = UInt32(digits.dropLast()) else { continue }
            for shorter in [cut, cut + 1] {
                let padding = String(repeating: "0", count: max(0, scale - String(shorter).count))
                let text =
                    shorter < UInt32("1" + String(repeating: "0", count: scale))! ? "0.\(padding)\(shorter)" : "1.0"
                #expect(Float(text) != value, "\(text) is shorter than 0.\(digits)")
            }
        }
    }

    @Test(
        "is refused where it is no plain decimal number",
        arguments: ["", " 0.5", "0.5 ", "0x1p-1", "1e99", "infinity", "NaN", "0,5", "1.2.3", "-", "e5", "50%", "½"])
    func refused(text: String) {
        #expect(ShortestFloat.value(of: Array(text.utf8)) == nil)
    }

    @Test("of 17 digits is rounded to the nearest Float")
    func longDecimals() {
        #expect(ShortestFloat.value(of: "0.8632662657460342".utf8) == 0.8632662657460342)
        // Just above the midpoint of 1 and the next Float.
        #expect(ShortestFloat.value(of: "1.00000005960464477540".utf8) == Float(1).nextUp)
        #expect(ShortestFloat.value(of: "1.000000059604644775390625".utf8) == 1)
    }
}
