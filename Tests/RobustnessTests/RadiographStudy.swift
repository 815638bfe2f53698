import Foundation
import Imaging
import Scoring
import StudySupport
import TestSupport

/// The radiographs of a study with their truth and predicted masks in memory, at a size that is quick.
struct RadiographStudy: Sendable {
    struct Radiograph: Sendable {
        let fname: String
        let image: Image
        let truth: LabelMap
        /// By the name of the stage.
        let predictions: [String: LabelMap]
    }

    let radiographs: [Radiograph]
    let stages: [String]
    let structures: StructureList

    /// - Parameter every: of so many stages the middle one is taken: early and late ones are not of one quality.
    init(_ data: StudyData, size: Int, every: Int) throws {
        let folders = data.predictions.enumerated().filter { $0.offset % every == every / 2 }.map(\.element)
        stages = folders.map { URL(filePath: $0).lastPathComponent }
        structures = data.structures
        radiographs = try FileManager.default.contentsOfDirectory(atPath: data.images).sorted().map { fname in
            func labels(_ folder: String) throws -> LabelMap {
                Self.shrunk(try PNGReader.readLabelMap(at: folder + "/" + fname), to: size)
            }
            return Radiograph(
                fname: fname,
                image: try PNGReader.readGrayscaleImage(at: data.images + "/" + fname)
                    .resampled(width: size, height: size),
                truth: try labels(data.truth),
                predictions: Dictionary(
                    uniqueKeysWithValues: try folders.map { (URL(filePath: $0).lastPathComponent, try labels($0)) }))
        }
    }

    /// Writes every radiograph as a change of it leaves it.
    ///
    /// - Parameter change: the picture of a radiograph, and the map of labels that goes with it.
    func write(
        in folder: TemporaryFolder,
        _ change: @escaping @Sendable (Radiograph) -> (image: Image, labels: @Sendable (LabelMap) -> LabelMap)
    ) async throws -> StudyData {
        let root = folder.file(UUID().uuidString)
        let data = StudyData(
            images: root + "/images", truth: root + "/labels", predictions: stages.map { root + "/" + $0 },
            structures: structures, trueStructures: structures)
        for path in [data.images, data.truth] + data.predictions {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for radiograph in radiographs {
                group.addTask {
                    let changed = change(radiograph)
                    try PNGWriter.write(
                        changed.image.eightBit, to: data.images + "/" + radiograph.fname, compression: .fast)
                    try PNGWriter.write(
                        changed.labels(radiograph.truth), to: data.truth + "/" + radiograph.fname, compression: .fast)
                    for (stage, mask) in radiograph.predictions {
                        try PNGWriter.write(
                            changed.labels(mask), to: root + "/" + stage + "/" + radiograph.fname, compression: .fast)
                    }
                }
            }
            try await group.waitForAll()
        }
        return data
    }

    /// Writes every radiograph perturbed, at random where the perturbation is, the same in every run.
    func write(_ perturbation: Perturbation, seed: UInt64, in folder: TemporaryFolder) async throws -> StudyData {
        let seeds = Dictionary(
            uniqueKeysWithValues: radiographs.enumerated().map { ($0.element.fname, seed &* 1000 &+ UInt64($0.offset)) }
        )
        return try await write(in: folder) { radiograph in
            var random = SeededGenerator(seed: seeds[radiograph.fname] ?? seed)
            var image = RadiographSampling.image(
                radiograph.image, through: perturbation.geometry, surround: perturbation.surround)
            perturbation.change(&image, &random)
            return (image, { RadiographSampling.labels($0, through: perturbation.geometry) })
        }
    }

    private static func shrunk(_ labels: LabelMap, to size: Int) -> LabelMap {
        var indices: [UInt8] = []
        indices.reserveCapacity(size * size)
        for row in 0..<size {
            let y = (2 * row + 1) * labels.height / (2 * size)
            for column in 0..<size {
                indices.append(labels.indices[y * labels.width + (2 * column + 1) * labels.width / (2 * size)])
            }
        }
        return LabelMap(width: size, height: size, indices: indices, wideValues: labels.wideValues)
    }
}

extension Image {
    /// Values in 0...1 as a file has them.
    var eightBit: GrayscaleImage {
        GrayscaleImage(
            width: width, height: height,
            samples: .eightBit(pixels.map { UInt8((min(max($0, 0), 1) * 255).rounded()) }))
    }
}
