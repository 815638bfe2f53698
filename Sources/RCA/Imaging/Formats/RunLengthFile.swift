#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Reads COCO's run-length masks from JSON files of one image.
///
/// A file holds one mask (`{"size": [height, width], "counts": …}`), one annotation that has such a `segmentation`, a
/// list of either, or a COCO data set of one image. A mask without a `category_id` has the label 1. Where masks
/// overlap, a pixel belongs to the last.
package enum RunLengthFile {
    /// Whether a JSON file holds run-length masks, by its first 64 KiB: other JSON may lie beside masks.
    package static func isMask(at path: String) -> Bool {
        guard let start = try? InputFile.read(at: path, maximumBytes: .max, first: sample) else { return false }
        return isMask(start)
    }

    /// As ``isMask(at:)``, of a file's bytes.
    package static func isMask(_ bytes: [UInt8]) -> Bool {
        ImageFormat(firstBytes: bytes.prefix(400)) == .runLength
            && String(decoding: bytes.prefix(sample), as: UTF8.self).contains("\"counts\"")
    }

    private static let sample = 1 << 16

    /// - Throws: ``InputError`` for other JSON, polygons, masks of different sizes, and a data set of several images.
    static func labelMap(
        from bytes: [UInt8], named name: String, limits: ImageLimits = .standard
    ) throws(InputError) -> LabelMap {
        let decoder = JSONDecoder()
        let data = Data(bytes)
        let entries: [Entry]
        do {
            if let list = try? decoder.decode([Entry].self, from: data) {
                entries = list
            } else if let set = try? decoder.decode(DataSet.self, from: data) {
                entries = set.annotations
            } else {
                entries = [try decoder.decode(Entry.self, from: data)]
            }
        } catch DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty {
            throw InputError(.fileDamaged, name, "is no JSON, or is cut short", remedy: "copy or export it again")
        } catch {
            throw InputError(
                .formatUnsupported, name, "is JSON, but not a run-length mask",
                remedy:
                    "give {\"size\": [height, width], \"counts\": [...]}, or annotations of one image with such masks")
        }
        return try labelMap(entries, named: name, limits: limits)
    }

    private static func labelMap(
        _ entries: [Entry], named name: String, limits: ImageLimits
    ) throws(InputError) -> LabelMap {
        if let other = entries.first(where: { $0.image != entries[0].image })?.image, let first = entries[0].image {
            throw InputError(
                .formatUnsupported, name, "has masks of several images (\(first), \(other))",
                remedy: "write a file for each image")
        }
        var size: (width: Int, height: Int)?
        var labels: [UInt16] = []
        for entry in entries {
            let mask = try entry.mask(named: name, limits: limits)
            if let size {
                guard mask.width == size.width, mask.height == size.height else {
                    throw InputError(
                        .sizeMismatch, name,
                        "has masks of \(size.width) × \(size.height) and of \(mask.width) × \(mask.height)",
                        remedy: "give all masks of an image one size")
                }
            } else {
                size = (mask.width, mask.height)
                labels = Array(repeating: 0, count: mask.width * mask.height)
            }
            mask.paint(try entry.label(named: name), into: &labels)
        }
        guard let size else {
            throw InputError(.fileDamaged, name, "has no mask", remedy: "give an empty mask as a count of all pixels")
        }
        return try LabelMap(width: size.width, height: size.height, labels: labels, named: name)
    }

    private struct DataSet: Decodable {
        let annotations: [Entry]
    }

    /// A mask, or an annotation that has one.
    private struct Entry: Decodable {
        let runs: Runs?
        let category: Int?
        /// The image that an annotation is of.
        let image: Int?

        enum Key: String, CodingKey {
            case segmentation
            case category = "category_id"
            case image = "image_id"
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            category = try container.decodeIfPresent(Int.self, forKey: .category)
            image = try container.decodeIfPresent(Int.self, forKey: .image)
            if container.contains(.segmentation) {
                // Polygons come as lists of numbers.
                runs = try? container.decode(Runs.self, forKey: .segmentation)
            } else {
                runs = try Runs(from: decoder)
            }
        }

        func label(named name: String) throws(InputError) -> UInt16 {
            guard let category else { return 1 }
            guard let label = UInt16(exactly: category) else {
                throw InputError(
                    .labelUnknown, name, "has the category \(category)", remedy: "number categories from 1 to 65535")
            }
            return label
        }

        func mask(named name: String, limits: ImageLimits) throws(InputError) -> RunLengthMask {
            guard let runs, runs.size.count == 2 else {
                throw InputError(
                    .formatUnsupported, name, "has a segmentation that is not run-length: polygons are not read",
                    remedy: "encode it (pycocotools, annToRLE), or draw it as PNG")
            }
            let (height, width) = (runs.size[0], runs.size[1])
            switch runs.counts {
            case .plain(let counts):
                return try RunLengthMask(counts: counts, width: width, height: height, named: name, limits: limits)
            case .compressed(let text):
                return try RunLengthMask(
                    compressedCounts: text, width: width, height: height, named: name, limits: limits)
            }
        }
    }

    private struct Runs: Decodable {
        enum Counts {
            case plain([Int])
            case compressed(String)
        }

        /// Height, then width.
        let size: [Int]
        let counts: Counts

        enum Key: String, CodingKey { case size, counts }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            size = try container.decode([Int].self, forKey: .size)
            if let text = try? container.decode(String.self, forKey: .counts) {
                counts = .compressed(text)
            } else {
                counts = .plain(try container.decode([Int].self, forKey: .counts))
            }
        }
    }
}
