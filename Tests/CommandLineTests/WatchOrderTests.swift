import Foundation
import RCA
import Testing

@Suite("rca-cli watch, and the order of images")
struct WatchOrderTests {
    @Test("counts the image of each patient that comes first in the order that is asked for")
    func firstOfPatient() async throws {
        let place = try await Workplace(isEmpty: true)
        func write(_ file: String, _ patients: Range<Int>) throws {
            let rows = patients.flatMap { patient in
                [0, 1].map { "\(patient)_\($0).png,0.\(500 + (patient * 37 + $0 * 11) % 400)" }
            }
            try place.write(Array((["fname,dice"] + rows).joined(separator: "\n").utf8), to: file)
        }
        try write("base.csv", 100..<130)
        try write("new.csv", 200..<230)
        // The second image of a patient is older than the first.
        let days = (200..<230).flatMap { patient in [0, 1].map { "\(patient)_\($0).png,\(2 * patient - $0)" } }
        try place.write(Array((["image,day"] + days).joined(separator: "\n").utf8), to: "m.csv")
        let result = try await place.run(
            "watch", "--baseline", "base.csv", "--new", "new.csv", "--metadata", "m.csv", "--order", "day",
            "--patient-pattern", "^([0-9]+)_", "--state", "s.json")
        #expect(
            result.error.contains("30 images are of patients that had one before, and are left out."),
            "\(result.error)")
        let state = try #require(JSONSerialization.jsonObject(with: Data(place.bytes("s.json"))) as? [String: Any])
        let images = try #require(state["images"] as? [[String: Any]]).compactMap { $0["image"] as? String }
        #expect(images == (200..<230).map { "\($0)_1" })
    }
}
