import Foundation
import Imaging
import Scoring
import TestSupport
import Testing

extension ReferenceBundleTests {
    @Test("a header whose checksum is right and whose figures are not is refused")
    func impossibleFigures() throws {
        let folder = try TemporaryFolder()
        let plain = try #require(
            try JSONSerialization.jsonObject(with: Data(Self.small[56..<Self.headerEnd])) as? [String: Any])
        func changed(_ path: [String], _ value: Any) throws -> [UInt8] {
            func set(_ object: Any, _ path: ArraySlice<String>) -> Any {
                guard let key = path.first, var fields = object as? [String: Any] else { return value }
                fields[key] = set(fields[key] ?? [:], path.dropFirst())
                return fields
            }
            let json = try Array(JSONSerialization.data(withJSONObject: set(plain, path[...]), options: .sortedKeys))
            let length = (0..<4).map { UInt8(truncatingIfNeeded: json.count >> (8 * $0)) }
            let head = Self.small[..<20] + length + SHA256.hash(json) + json
            let padding = (4096 - head.count % 4096) % 4096
            return head + [UInt8](repeating: 0, count: padding) + Self.small[Self.firstBlock...]
        }
        _ = try ReferenceBundle.open(folder.write(changed(["digest"], plain["digest"] ?? ""), to: "same.rcaref"))
        for (path, value) in [
            (["parameters", "preparation", "neighbourhood"], 1e30), (["parameters", "preparation", "taper"], -1),
            (["parameters", "registration", "fineIterations"], 1_000_000_000), (["structures"], []),
            (["parameters", "registration", "residualLimit"], 1e20),
        ] as [([String], Any)] {
            try expectRefused(changed(path, value), folder, .fileDamaged)
        }
        // A calibration of fewer structures than the set has.
        let calibration = PosteriorCalibration(
            posterior: PosteriorModel(structures: [.usual]),
            errors: ErrorModel(structures: [], mean: ErrorModel.Residuals([]), maskCount: 0))
        let path = folder.file("calibrated.rcaref")
        try ReferenceBundle.write(
            Array(PhantomSet.prepared.prefix(3)),
            of: ReferenceSet(
                Array(PhantomSet.prepared.prefix(3)), structures: PhantomSet.structures,
                parameters: PhantomSet.parameters, named: "three"
            ).with(calibration), to: path)
        #expect(throws: InputError.self) { try ReferenceBundle.open(path) }
    }
}
