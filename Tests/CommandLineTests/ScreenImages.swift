import Foundation
import RCA
import Tables
import TestSupport
import Testing

/// Images for the tests of `screen`, with references enough for a verdict.
enum ScreenImages {
    /// Phantoms as they are, twice, at another size, on their side and inverted, a blank picture, and what is none.
    static func place() async throws -> Workplace {
        let place = try await Workplace(isEmpty: true)
        try await place.drawReferences()
        try await place.buildReferences("many.rcaref")
        for (index, name) in PhantomFiles.names.enumerated() {
            try place.copy(place.phantoms + "/cases/images/" + name, to: "images/p\(index).png")
        }
        let image = try place.image("images/p0.png")
        try place.copy("images/p0.png", to: "images/q_copy.png")
        try place.write(PNGWriter.encode(image.changed { 255 - $0 }), to: "images/q_inverted.png")
        let turn = PictureTurn(
            transposed: true, flippedAcross: true, flippedDown: false, width: image.width, height: image.height)
        try place.write(PNGWriter.encode(image.turned(turn)), to: "images/q_turned.png")
        try place.write(
            PNGWriter.encode(
                GrayscaleImage(width: 96, height: 96, samples: .eightBit(Array(repeating: 90, count: 96 * 96)))),
            to: "images/r_blank.png")
        return place
    }

    static func screen(_ place: Workplace, _ more: String...) async throws -> ProgramResult {
        try await Program.run(
            ["screen", "--images", "images", "--reference", "many.rcaref", "--output", "out"] + more, in: place.path)
    }

    /// The rows of a table, by the first column; a row's fields by their column's name.
    static func rows(_ place: Workplace, _ file: String = "out/rca_screen.csv") throws -> [String: [String: String]] {
        let table = try CSVTable(bytes: place.bytes(file), source: file)
        return Dictionary(
            uniqueKeysWithValues: try table.rows.map { row in
                let fields = try table.header.indices.map { try table.text(inRow: row, column: $0) }
                return (fields[0], Dictionary(uniqueKeysWithValues: zip(table.header, fields)))
            })
    }
}

extension GrayscaleImage {
    /// 8 bits a pixel.
    var bytes: [UInt8] {
        switch samples {
        case .eightBit(let values): values
        case .sixteenBit(let values): values.map { UInt8($0 >> 8) }
        }
    }

    func changed(_ change: (UInt8) -> UInt8) -> GrayscaleImage {
        GrayscaleImage(width: width, height: height, samples: .eightBit(bytes.map(change)))
    }

    func turned(_ turn: PictureTurn) -> GrayscaleImage {
        GrayscaleImage(width: turn.newWidth, height: turn.newHeight, samples: .eightBit(turn.applied(to: bytes)))
    }
}
