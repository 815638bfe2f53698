import Foundation
import RCA
import Tables
import TestSupport
import Testing

/// Masks for the tests of `audit`.
enum AuditMasks {
    /// A set of masks that vary a little, drawn: lungs (1) left and right, and a heart (2) between.
    static let side = 192
    static let count = 24

    static func map(_ index: Int, _ change: (inout [UInt8]) -> Void = { _ in }) -> LabelMap {
        var random = SeededGenerator(seed: UInt64(index))
        func disc(_ pixels: inout [UInt8], _ label: UInt8, _ x: Int, _ y: Int, _ width: Int, _ height: Int) {
            let (x, y) = (x + random.integer(in: -6...6), y + random.integer(in: -6...6))
            let (width, height) = (width + random.integer(in: -6...6), height + random.integer(in: -6...6))
            for row in 0..<side {
                for column in 0..<side {
                    let (dx, dy) = ((column - x) * height, (row - y) * width)
                    if dx * dx + dy * dy <= width * width * height * height { pixels[row * side + column] = label }
                }
            }
        }
        var pixels = [UInt8](repeating: 0, count: side * side)
        disc(&pixels, 1, 52, 88, 30, 60)
        disc(&pixels, 1, 144, 88, 28, 60)
        disc(&pixels, 2, 104, 128, 24, 24)
        change(&pixels)
        return LabelMap(width: side, height: side, indices: pixels)
    }

    static func name(_ index: Int) -> String { "m\(index / 10)\(index % 10).png" }

    static func place(
        count: Int = count, _ changes: [Int: (inout [UInt8]) -> Void] = [:]
    ) async throws -> Workplace {
        let place = try await Workplace(isEmpty: true)
        for index in 0..<count {
            try place.write(
                PNGWriter.encode(map(index, changes[index] ?? { _ in })), to: "masks/" + name(index))
        }
        return place
    }

    static func audit(_ place: Workplace, _ more: String...) async throws -> ProgramResult {
        try await Program.run(
            ["audit", "--masks", "masks", "--structures", "lungs=1,heart=2", "--output", "out"] + more, in: place.path)
    }

    /// The flags of a mask's structure, and its reason.
    static func row(
        _ place: Workplace, _ fname: String, _ structure: String, output: String = "out"
    ) throws -> (flags: [String], reason: String) {
        let table = try CSVTable(bytes: place.bytes(output + "/rca_audit.csv"), source: "rca_audit.csv")
        let (flags, reason) = (try table.column(named: "flags"), try table.column(named: "reason"))
        let found = try #require(
            try table.rows.first {
                try table.text(inRow: $0, column: 0) == fname && table.text(inRow: $0, column: 1) == structure
            })
        return (
            try table.text(inRow: found, column: flags).split(separator: " ").map(String.init),
            try table.text(inRow: found, column: reason)
        )
    }

    static func rectangle(_ label: UInt8, _ columns: Range<Int>, _ rows: Range<Int>) -> (inout [UInt8]) -> Void {
        { pixels in for row in rows { for column in columns { pixels[row * side + column] = label } } }
    }
}
