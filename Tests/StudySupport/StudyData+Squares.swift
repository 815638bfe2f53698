import Foundation
import Imaging
package import TestSupport

extension StudyData {
    /// The same study with every image and mask in the middle of a black square.
    package func paddedToSquares(in folder: TemporaryFolder) throws -> StudyData {
        let root = folder.file(UUID().uuidString)
        let fileManager = FileManager.default
        func padded(_ source: String, _ name: String, pad: (String, String) throws -> Void) throws -> String {
            let target = root + "/" + name
            try fileManager.createDirectory(atPath: target, withIntermediateDirectories: true)
            for fname in try fileManager.contentsOfDirectory(atPath: source) {
                try pad(source + "/" + fname, target + "/" + fname)
            }
            return target
        }
        func padLabels(from source: String, to target: String) throws {
            let map = try PNGReader.readLabelMap(at: source)
            let side = max(map.width, map.height)
            let labels = Self.padded(map.indices, width: map.width, height: map.height, toWidth: side, height: side)
            try PNGWriter.write(
                LabelMap(width: side, height: side, indices: labels, wideValues: map.wideValues), to: target,
                compression: .fast)
        }
        return StudyData(
            images: try padded(images, "images") { source, target in
                let image = try PNGReader.readGrayscaleImage(at: source)
                let side = max(image.width, image.height)
                let samples: GrayscaleImage.Samples =
                    switch image.samples {
                    case .eightBit(let values):
                        .eightBit(
                            Self.padded(values, width: image.width, height: image.height, toWidth: side, height: side))
                    case .sixteenBit(let values):
                        .sixteenBit(
                            Self.padded(values, width: image.width, height: image.height, toWidth: side, height: side))
                    }
                try PNGWriter.write(
                    GrayscaleImage(width: side, height: side, samples: samples), to: target, compression: .fast)
            },
            truth: try padded(truth, "labels", pad: padLabels),
            predictions: try predictions.map { stage in
                try padded(stage, "predictions/" + URL(filePath: stage).lastPathComponent, pad: padLabels)
            },
            structures: structures, trueStructures: trueStructures)
    }

    /// A picture in the middle of a larger one that is 0 elsewhere.
    /// - Precondition: neither side shrinks.
    package static func padded<Sample: FixedWidthInteger>(
        _ samples: [Sample], width: Int, height: Int, toWidth: Int, height toHeight: Int
    ) -> [Sample] {
        precondition(toWidth >= width && toHeight >= height, "a picture that is padded does not shrink")
        var result = [Sample](repeating: 0, count: toWidth * toHeight)
        let (left, top) = ((toWidth - width) / 2, (toHeight - height) / 2)
        for row in 0..<height {
            let start = (top + row) * toWidth + left
            result.replaceSubrange(start..<start + width, with: samples[(row * width)..<((row + 1) * width)])
        }
        return result
    }
}
