import Foundation

/// The files that the end-to-end runs read: 1024² images with masks of twelve segmenters, and a bundle.
struct BenchInputs {
    struct Files {
        let images: String
        let masks: [String]
        let count: Int
    }

    /// The images as they are.
    let few: Files
    /// The same images under 200 names, so that what a run costs once no longer shows.
    let many: Files
    let bundle: String
    let description: String

    private static let namesOfMany = 200

    static func prepare(data: String, program: String, work: String) async throws -> BenchInputs {
        let manager = FileManager.default
        try manager.createDirectory(atPath: work, withIntermediateDirectories: true)
        let real = data + "/jsrt"
        let isReal = manager.fileExists(atPath: real + "/dev/images")
        let source = isReal ? real + "/dev" : work + "/phantoms"
        let reference = isReal ? real + "/reference" : work + "/phantom-reference"
        if !isReal {
            Say.line("no \(real): drawing phantoms instead")
            let phantoms = BenchPhantoms(program: program)
            try phantoms.draw(count: 25, seed: 21, size: 1024, isReference: false, to: source)
            try phantoms.draw(count: 100, seed: 22, size: 256, isReference: true, to: reference)
        }
        let bundle = work + "/references.rcaref"
        _ = try Throughput.wallSeconds(
            program,
            [
                "reference", "build", "--images", reference + "/images", "--labels", reference + "/labels",
                "--structures", BenchPhantoms.structures, "--output", bundle, "--overwrite",
            ])
        let predictions = source + "/predictions"
        let segmenters = try manager.contentsOfDirectory(atPath: predictions).sorted().prefix(12)
        let names = try manager.contentsOfDirectory(atPath: source + "/images").sorted()
        let few = Files(
            images: source + "/images", masks: segmenters.map { predictions + "/" + $0 }, count: names.count)
        return BenchInputs(
            few: few, many: try linked(few, names: names, to: work + "/many"), bundle: bundle,
            description: isReal ? "JSRT images, 1024²" : "phantoms, 1024²")
    }

    /// Links to the same files under more names.
    private static func linked(_ files: Files, names: [String], to folder: String) throws -> Files {
        let manager = FileManager.default
        try? manager.removeItem(atPath: folder)
        func link(_ source: String, _ target: String) throws {
            try manager.createDirectory(atPath: target, withIntermediateDirectories: true)
            let source = URL(filePath: source).standardizedFileURL.path
            for index in 0..<namesOfMany {
                let name = names[index % names.count]
                try manager.createSymbolicLink(
                    atPath: target + "/\(index)_" + name, withDestinationPath: source + "/" + name)
            }
        }
        try link(files.images, folder + "/images")
        var masks: [String] = []
        for mask in files.masks {
            masks.append(folder + "/" + (mask as NSString).lastPathComponent)
            try link(mask, masks[masks.count - 1])
        }
        return Files(images: folder + "/images", masks: masks, count: namesOfMany)
    }
}
