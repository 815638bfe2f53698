import Foundation
import RCA
import TestSupport

/// Tables of masks made from the label maps of a place.
extension Workplace {
    static let tableHeader =
        "image_id,Dice RCA (Mean),Dice RCA (Max),Landmarks,Left Lung,Right Lung,Heart,Height,Width\n"

    /// The row of a label map (lungs 1, heart 2): a lung on each side of the middle.
    func tableRow(_ mask: String, as id: String, mean: String = "0.9", maximum: String = "0.95") throws -> String {
        let map = try labels(mask)
        func runs(_ label: UInt8, _ columns: Range<Int>) -> String {
            DataSetFiles.runs(
                LabelMap(
                    width: map.width, height: map.height,
                    indices: map.indices.enumerated().map { pixel, index in
                        index == label && columns.contains(pixel % map.width) ? 1 : 0
                    }))
        }
        let half = map.width / 2
        return "\(id),\(mean),\(maximum),,\(runs(1, half..<map.width)),\(runs(1, 0..<half)),"
            + "\(runs(2, 0..<map.width)),\(map.height),\(map.width)\n"
    }

    /// The rows of all masks, named after their images.
    func tableRows(_ folder: String = "masks") throws -> [String] {
        try PhantomFiles.names.enumerated().map { index, name in
            try tableRow("\(folder)/\(name)", as: name, mean: "0.\(index + 7)")
        }
    }

    func writeTable(_ rows: [String], to name: String = "t.csv", header: String = Workplace.tableHeader) throws {
        try write(Array((header + rows.joined()).utf8), to: name)
    }

    /// Why each mask failed, by its name.
    func problems(_ output: String = "out") throws -> [String: String] {
        Dictionary(
            try record(output).failures.map { ($0.fname, $0.message) }, uniquingKeysWith: { $0 + "; " + $1 })
    }
}
