import Checks
import Foundation
import RCA
import TestSupport
import Testing

@Suite("rca-cli register")
struct RegisterTests {
    /// Rows, columns and the values of a displacement field.
    private func displacements(_ place: Workplace, _ name: String) throws -> (height: Int, width: Int, values: [Float])
    {
        let bytes = try place.bytes(name)
        #expect(bytes.starts(with: [0x93] + Array("NUMPY".utf8) + [1, 0]))
        let headerEnd = 10 + Int(bytes[8]) + Int(bytes[9]) << 8
        let header = String(decoding: bytes[10..<headerEnd], as: UTF8.self)
        #expect(header.hasPrefix("{'descr': '<f4', 'fortran_order': False, 'shape': (") && headerEnd % 64 == 0)
        let shape = header.split(separator: "(")[1].split(separator: ")")[0].split(separator: ",").compactMap {
            Int($0.drop { $0 == " " })
        }
        let values = stride(from: headerEnd, to: bytes.count, by: 4).map { offset in
            Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << UInt32(8 * $1) })
        }
        #expect(shape.count == 3 && shape[2] == 2 && values.count == shape.reduce(1, *))
        return (shape[0], shape[1], values)
    }

    @Test("writes all its files, on the fixed image's grid, and brings the radiographs closer")
    func files() async throws {
        let place = try await Workplace()
        let result = try await place.run(
            "register", "--fixed", "images/phantom_0001.png", "--moving", "images/phantom_0002.png",
            "--moving-labels", "masks/phantom_0002.png", "--fixed-labels", "masks/phantom_0001.png", "--output", "out")
        #expect(result.status == 0 && result.output == "")
        #expect(result.error.hasPrefix("correlation 0.") && result.error.hasSuffix("; written to out\n"))
        #expect(
            try place.names("out") == [
                "checkerboard.png", "displacement.npy", "registration.json", "warped.png", "warped_labels.png",
            ])
        let field = try displacements(place, "out/displacement.npy")
        #expect(field.height == 128 && field.width == 128)
        #expect(field.values.allSatisfy(\.isFinite) && field.values.contains { abs($0) > 1 })
        let summary = try JSONDecoder().decode(
            RegistrationFiles.Summary.self, from: Data(place.bytes("out/registration.json")))
        #expect(summary.correlationAfter > summary.correlationBefore + 0.05)
        #expect(summary.affine.count == 6 && summary.meanDisplacement <= summary.largestDisplacement)
        #expect(try place.image("out/warped.png").width == 128)
        #expect(try Set(place.labels("out/warped_labels.png").indices) == [0, 1, 2])
        let before = try dice("masks/phantom_0001.png", "masks/phantom_0002.png", place)
        let after = try dice("masks/phantom_0001.png", "out/warped_labels.png", place)
        #expect(after > before, "\(before) \(after)")

        let again = try await place.run(
            "register", "--fixed", "images/phantom_0001.png", "--moving", "images/phantom_0003.png", "--output", "out")
        #expect(again.status == 0 && !place.exists("out/warped_labels.png"), "labels of another image do not stay")
    }

    private func dice(_ first: String, _ second: String, _ place: Workplace) throws -> Float {
        let values = try Dice.coefficients(
            place.labels(first).indices, place.labels(second).indices, structureCount: 2)
        return try #require(Dice.mean(values))
    }

    @Test("of an image to itself moves nothing")
    func identity() async throws {
        let place = try await Workplace()
        let result = try await place.run(
            "register", "--fixed", "images/phantom_0001.png", "--moving", "images/phantom_0001.png", "--output", "out")
        #expect(result.status == 0)
        #expect(result.error == "correlation 1.000 before, 1.000 after; written to out\n")
        #expect(!place.exists("out/warped_labels.png"))
        let field = try displacements(place, "out/displacement.npy")
        #expect(field.values.allSatisfy { abs($0) < 0.05 })
        let (image, warped) = try (place.image("images/phantom_0001.png"), place.image("out/warped.png"))
        guard case .eightBit(let a) = image.samples, case .eightBit(let b) = warped.samples else {
            Issue.record("the warped image is not of 8 bits")
            return
        }
        #expect(zip(a, b).allSatisfy { abs(Int($0) - Int($1)) <= 2 })
    }

    @Test("takes images of different sizes, and answers on the fixed one's")
    func sizes() async throws {
        let place = try await Workplace()
        try await #expect(place.run("phantom", "--output", "p", "--count", "1", "--size", "200x160").status == 0)
        let result = try await place.run(
            "register", "--fixed", "images/phantom_0001.png", "--moving", "p/images/phantom_0001.png",
            "--moving-labels", "p/labels/phantom_0001.png", "--output", "out")
        #expect(result.status == 0, "\(result.error)")
        let field = try displacements(place, "out/displacement.npy")
        #expect(field.height == 128 && field.width == 128)
        let back = try await place.run(
            "register", "--moving", "images/phantom_0001.png", "--fixed", "p/images/phantom_0001.png", "--output",
            "back")
        #expect(back.status == 0)
        let wide = try displacements(place, "back/displacement.npy")
        #expect(wide.height == 160 && wide.width == 200)
        #expect(try place.image("back/checkerboard.png").width == 200)
    }

    @Test("of blank images writes finite figures")
    func blank() async throws {
        let place = try await Workplace()
        let blank = GrayscaleImage(width: 128, height: 96, samples: .eightBit(Array(repeating: 9, count: 128 * 96)))
        try place.write(PNGWriter.encode(blank), to: "blank.png")
        for (fixed, moving) in [("blank.png", "images/phantom_0001.png"), ("images/phantom_0001.png", "blank.png")] {
            let result = try await place.run("register", "--fixed", fixed, "--moving", moving, "--output", "out")
            #expect(result.status == 0, "\(result.error)")
            #expect(place.exists("out/registration.json"))
            #expect(try displacements(place, "out/displacement.npy").values.allSatisfy(\.isFinite))
            try place.remove("out")
        }
    }

    @Test("of files that are missing, damaged or do not belong together ends with 64 and writes nothing")
    func bad() async throws {
        let place = try await Workplace()
        try place.write([1, 2, 3], to: "damaged.png")
        let half = LabelMap(width: 128, height: 64, indices: Array(repeating: 1, count: 128 * 64))
        try place.write(PNGWriter.encode(half), to: "half.png")
        let radiograph = "images/phantom_0001.png"
        for (words, message) in [
            (["--fixed", "none.png", "--moving", radiograph], "none.png: does not exist; check the path"),
            (["--fixed", radiograph, "--moving", "images"], "images: is a folder; name a file in it"),
            (["--fixed", radiograph, "--moving", "damaged.png"], "damaged.png: is no picture that is read (PNG, "),
            (
                ["--fixed", radiograph, "--moving", radiograph, "--moving-labels", "half.png"],
                "half.png: the mask is 128 × 64"
            ),
            (
                ["--fixed", radiograph, "--moving", radiograph, "--fixed-labels", "half.png"],
                "half.png: the mask is 128 × 64"
            ),
        ] {
            let result = try await Program.run(["register", "--output", "out"] + words, in: place.path)
            #expect(result.status == 64)
            #expect(result.error.hasPrefix("rca-cli: " + message), "\(result.error)")
            #expect(!place.exists("out"), "\(words)")
        }
        let unwritable = try await place.run(
            "register", "--fixed", radiograph, "--moving", radiograph, "--output", "half.png")
        #expect(unwritable.status == 2)
    }
}
