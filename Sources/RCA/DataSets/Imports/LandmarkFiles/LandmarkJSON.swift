import FoundationEssentials
import Imaging

/// A JSON object of images, each an object of structures, each a list of outlines, each a list of points `[x, y]`:
/// `{"a.png": {"lungs": [[[10, 12], [40, 12], [25, 60]]]}}`.
enum LandmarkJSON {
    static func read(_ path: String, suffixes: [String]) throws(InputError) -> Landmarks {
        let bytes = try InputFile.read(at: path)
        let images: [String: [String: [[[Double]]]]]
        do {
            images = try JSONDecoder().decode([String: [String: [[[Double]]]]].self, from: Data(bytes))
        } catch {
            throw InputError(
                .fileDamaged, path, "is no JSON of landmarks\(place(error))",
                remedy: #"write it as {"a.png": {"lungs": [[[10, 12], [40, 12], [25, 60]]]}}"#)
        }
        var landmarks = Landmarks()
        for (name, structures) in images {
            let stem = FileStem(of: name, droppingSuffixes: suffixes).text
            guard landmarks.byStem[stem] == nil else {
                throw InputError(.fileDamaged, path, "has two entries of \(stem)", remedy: "keep one of them")
            }
            var polygons: [String: [Polygon]] = [:]
            for (structure, outlines) in structures {
                guard outlines.allSatisfy({ $0.allSatisfy { $0.count == 2 } }) else {
                    throw InputError(
                        .fileDamaged, path, "\(name), \(structure): a point is not two numbers",
                        remedy: "give points as [x, y]")
                }
                polygons[structure] = outlines.map { Polygon($0.map { Polygon.Point(x: $0[0], y: $0[1]) }) }
            }
            landmarks.byStem[stem] = polygons
        }
        return landmarks
    }

    private static func place(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return "" }
        switch error {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context):
            return " (at \(context.codingPath.map(\.stringValue).joined(separator: ", ")))"
        default: return ""
        }
    }
}
