import Foundation
import RCA
import TestSupport

extension Workplace {
    /// The words of `segment` with the folders of this place; an option given in `changes` replaces its own.
    func segmentWords(_ changes: [String: String] = [:], _ more: [String] = []) -> [String] {
        let words = ["images": "images", "reference": bundle, "output": "out"].merging(changes) { $1 }
        return ["segment"] + words.sorted { $0.key < $1.key }.flatMap { ["--\($0.key)", $0.value] } + more
    }

    func segment(_ changes: [String: String] = [:], _ more: [String] = []) async throws -> ProgramResult {
        try await Program.run(segmentWords(changes, more), in: path)
    }

    /// The names of the label maps in a folder.
    func labelMaps(_ folder: String = "out") throws -> [String] {
        try names(folder).filter { $0.hasSuffix("_labels.png") }
    }

    /// Everything that a run makes but its record and journal, by name. Hidden is what a killed process was writing.
    func results(_ folder: String) throws -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for name in try names(folder)
        where name != "journal" && name != "confidence" && name != "rca_run.json" && !name.hasPrefix(".") {
            files[name] = try bytes(folder + "/" + name)
        }
        if exists(folder + "/confidence") {
            for name in try names(folder + "/confidence") {
                files["confidence/" + name] = try bytes(folder + "/confidence/" + name)
            }
        }
        return files
    }

    /// Many images, some of which cannot be segmented.
    static func manyImages(_ count: Int = 12) async throws -> Workplace {
        let place = try await Workplace(isEmpty: true)
        try place.makeFolder("images")
        for index in 0..<count {
            try place.link(
                "images/case \(index).png", to: place.phantoms + "/cases/images/" + PhantomFiles.names[index % 3])
        }
        try place.write(Array("not a picture".utf8), to: "images/damaged.png")
        try place.write([], to: "images/empty.png")
        try place.link("images/nowhere.png", to: "missing.png")
        try place.copy(place.phantoms + "/cases/images/" + PhantomFiles.names[0], to: "images/twice.png")
        try place.copy(place.phantoms + "/cases/images/" + PhantomFiles.names[0], to: "images/twice_mask.png")
        return place
    }
}
