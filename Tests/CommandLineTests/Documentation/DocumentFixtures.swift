import Foundation
import RCA
import TestSupport

/// What the commands of the documents find in their folder: phantoms under the names that the documents use.
struct DocumentFixtures {
    let place: Workplace
    private var made: Set<String> = []

    init() async throws { place = try await Workplace(isEmpty: true) }

    struct Unknown: Error { let fixture: String }

    /// Puts a fixture there, unless an earlier block of the document needed it too.
    mutating func make(_ fixture: String) async throws {
        guard made.insert(fixture).inserted else { return }
        switch fixture {
        case "jsrt":
            try place.copy(place.phantoms + "/reference/images", to: "jsrt/images")
            try place.copy(place.phantoms + "/reference/labels", to: "jsrt/labels")
        case "bundle": try place.copy(place.bundle, to: "jsrt.rcaref")
        case "teachers":
            try await ReferenceLearnTests.teachers(place, bundle: "jsrt.rcaref")
        case "large bundle":
            // Enough references to know how far an expected Dice may be off.
            try await place.drawReferences()
            try await place.buildReferences("jsrt.rcaref")
        case "nih": try radiographs("nih", images: "images", masks: "masks")
        case "folders": try radiographs(".", images: "images", masks: "masks")
        case "pictures": try radiographs(".", images: "IMAGES", masks: "MASKS")
        case "known": try known()
        case "nih-scores":
            try await make("nih")
            try await make("bundle")
            let score = try await place.score([
                "images": "nih/images", "masks": "nih/masks", "reference": "jsrt.rcaref", "output": "nih-scores",
            ])
            guard score.status == 0 else { throw PhantomFiles.Failure(error: score.error) }
        case "metadata":
            let rows = Self.names.enumerated().map { "\($1).png,Mass|Effusion,0\(40 + $0)Y,\($0 == 0 ? "F" : "M"),PA" }
            try write(
                (["Image Index,Finding Labels,Patient Age,Patient Gender,View Position"] + rows)
                    .joined(separator: "\n") + "\n", to: "Data_Entry_2017.csv")
        case "two-scores":
            try await make("nih")
            try await make("bundle")
            for segmenter in ["unet", "transformer"] {
                let score = try await place.score([
                    "images": "nih/images", "masks": "nih/masks", "reference": "jsrt.rcaref",
                    "output": "scores/\(segmenter)",
                ])
                guard score.status == 0 else { throw PhantomFiles.Failure(error: score.error) }
            }
        case "two-masks":
            try await make("nih")
            for segmenter in ["unet", "transformer"] { try place.copy("nih/masks", to: "\(segmenter)-masks") }
        case "watched":
            for (folder, numbers) in [("june", 0..<40), ("july", 40..<60), ("august", 60..<80)] {
                let rows = numbers.map { "image\($0)_labels.png,0.\(800 + ($0 * 37) % 100)" }
                try write(
                    (["fname,dice"] + rows).joined(separator: "\n") + "\n", to: "scores/\(folder)/rca_dice_scores.csv")
            }
            try write(
                (["image,scanner"] + (0..<80).map { "image\($0).png,\($0 % 2 == 0 ? "A" : "B")" })
                    .joined(separator: "\n") + "\n", to: "metadata.csv")
        case "watched-masks":
            for (folder, numbers) in [("june", 0..<24), ("july", 24..<32)] {
                for number in numbers {
                    try place.write(
                        PNGWriter.encode(AuditMasks.map(number)), to: "masks/\(folder)/\(AuditMasks.name(number))")
                }
            }
        case "readers":
            for (place, reader) in ["anna", "ben", "cleo"].enumerated() {
                let rows = Self.names.enumerated().map { "\($1)_labels.png,\(1 + ($0 * 2 + place) % 5)" }
                try write((["fname,mark"] + rows).joined(separator: "\n") + "\n", to: "\(reader).csv")
            }
        case "marks":
            let rows = ["fname,mark"] + Self.names.enumerated().map { "\($1)_labels.png,\($0 == 0 ? "wrong" : "fine")" }
            try write(rows.joined(separator: "\n") + "\n", to: "marks.csv")
        case "evaluated":
            try radiographs(".", images: "images", masks: "predicted")
            try place.copy(place.phantoms + "/cases/labels", to: "truth-maps")
            for (name, phantom) in zip(Self.names, PhantomFiles.names) {
                try place.copy("truth-maps/" + phantom, to: "drawn/\(name)_labels.png")
            }
            let score = try await place.score(["masks": "predicted", "output": "scores"])
            guard score.status == 0 else { throw PhantomFiles.Failure(error: score.error) }
        case "archives":
            try radiographs(".", images: "images", masks: "packed")
            try await shell(
                "tar -czf all.tar.gz -C packed . && split -b 2000 all.tar.gz segmentations.tar.gz. && rm all.tar.gz")
        case "outside-radiographs": try outsideRadiographs()
        case "slurm": _ = try FakeSlurm(place)
        case "grid-engine": try GridEngineStandIn(place).install()
        case "jsrt-radiographs", "montgomery-set", "shenzhen-set", "chexmask-table", "landmarks":
            try await dataSet(fixture)
        case "published": try await published()
        case "peers": try await peers()
        default: throw Unknown(fixture: fixture)
        }
    }

    /// The names that the published masks have.
    private static let names = ["00000001_000", "00000001_001", "00000013_005"]

    private func radiographs(_ folder: String, images: String, masks: String) throws {
        for (name, phantom) in zip(Self.names, PhantomFiles.names) {
            try place.copy(place.phantoms + "/cases/images/" + phantom, to: "\(folder)/\(images)/\(name).png")
            try place.copy(
                place.phantoms + "/cases/predictions/boundary_4/" + phantom, to: "\(folder)/\(masks)/\(name)_labels.png"
            )
        }
    }

    /// Twelve masks of known quality: no model can be fitted to fewer.
    private func known() throws {
        var truth = ["fname,structure,dice"]
        for number in 0..<12 {
            let phantom = PhantomFiles.names[number % 3]
            let damage = "boundary_\(number / 3 + 1)"
            let name = "known_\(number)"
            try place.copy(place.phantoms + "/cases/images/" + phantom, to: "known/images/\(name).png")
            try place.copy(
                place.phantoms + "/cases/predictions/\(damage)/" + phantom, to: "known/masks/\(name)_labels.png")
            let table = place.phantoms + "/cases/truth/\(damage).csv"
            let rows = try String(decoding: Data(contentsOf: URL(filePath: table)), as: UTF8.self).split(
                separator: "\n")
            truth += rows.filter { $0.hasPrefix(phantom) }.map {
                String($0).replacing(phantom, with: name + "_labels.png")
            }
        }
        try write(truth.joined(separator: "\n") + "\n", to: "known/truth.csv")
    }

    /// Tables in the form in which other tools published theirs.
    private mutating func peers() async throws {
        try await make("known")
        try write(
            ",Dice_Real,Dice_RCA_Max,Dice_RCA_Mean\n0,0.649,0.6496,0.6226\n1,0.9,0.88,0.85\n2,0.8,0.83,0.79\n",
            to: "rca_validation.csv")
        let score = try await place.score(
            ["images": "known/images", "masks": "known/masks", "output": "peer"], ["--details"])
        guard score.status == 0 else { throw PhantomFiles.Failure(error: score.error) }
        try place.copy("peer/rca_details.csv", to: "test_details.csv")
        try place.copy("known/truth.csv", to: "test_truth.csv")
    }

    /// Data sets as they are downloaded, drawn: what `reference import` makes references of.
    private mutating func dataSet(_ name: String) async throws {
        let files = DataSetFiles(place: place)
        switch name {
        case "jsrt-radiographs":
            if place.exists("jsrt") { try place.remove("jsrt") }
            try files.writeJSRT(["JPCLN001", "JPCNN001"], radiographs: "All247images", outlines: "scratch")
        case "montgomery-set": try files.writeMontgomery(["MCUCXR_0001_0", "MCUCXR_0002_0"], to: "MontgomerySet")
        case "shenzhen-set":
            try files.writeShenzhen(["CHNCXR_0001_0", "CHNCXR_0002_0"], to: "ChinaSet_AllFiles", masks: "mask")
        case "chexmask-table":
            for name in Self.names { try files.writeImage("nih/images/\(name).png") }
            try place.write(
                DataSetFiles.chexmaskTable(Self.names.map { DataSetFiles.chexmaskRow($0 + ".png") }),
                to: "ChestX-Ray8.csv")
        default:
            try await make("folders")
            let lungs = [(20, 20), (50, 22), (40, 60)]
            let heart = [(40, 40), (60, 42), (50, 62)]
            let rows = Self.names.flatMap { name in
                [("lungs", lungs), ("heart", heart)].flatMap { part, points in
                    points.map { "\(name).png,\(part),\($0.0),\($0.1)" }
                }
            }
            try write((["fname,structure,x,y"] + rows).joined(separator: "\n") + "\n", to: "points.csv")
        }
    }

    /// Radiographs under the names of those of other hospitals, whose experts drew the lungs alone.
    private func outsideRadiographs() throws {
        let numbers = ["c019", "c031", "c033", "c036", "c039", "c040", "c089", "c094"]
        for (name, phantom) in zip(numbers, PhantomFiles.names + PhantomFiles.names + PhantomFiles.names) {
            try place.copy(place.phantoms + "/cases/images/" + phantom, to: "cxr/images/\(name).png")
            let drawn = try PNGReader.readLabelMap(at: place.phantoms + "/cases/labels/" + phantom)
            let lungs = drawn.indices.map { drawn.label(ofIndex: $0) == 1 ? UInt8(1) : 0 }
            let map = LabelMap(width: drawn.width, height: drawn.height, indices: lungs)
            try place.write(PNGWriter.encode(map), to: "cxr/labels/\(name).png")
        }
    }

    /// A score file of the same masks, as somebody else published it.
    private mutating func published() async throws {
        try await make("nih-scores")
        try place.copy("nih-scores/rca_dice_scores.csv", to: "published.csv")
    }

    private func write(_ text: String, to file: String) throws { try place.write(Array(text.utf8), to: file) }

    private func shell(_ script: String) async throws {
        let result = try await Program.run([], in: place.path, prefix: ["sh", "-c", script])
        guard result.status == 0 else { throw PhantomFiles.Failure(error: result.error) }
    }
}
