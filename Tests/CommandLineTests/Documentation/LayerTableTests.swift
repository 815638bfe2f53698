import Foundation
import Testing

@Suite("The table of layers in CONTRIBUTING.md")
struct LayerTableTests {
    private static let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    private func text(_ file: String) throws -> String {
        try String(contentsOfFile: Self.project + "/" + file, encoding: .utf8)
    }

    /// The layers of `Package.swift`, each with all that it names.
    private func layers() throws -> [(name: String, others: [String])] {
        try text("Package.swift").components(separatedBy: "        layer(").dropFirst().compactMap { part in
            let words = part.prefix { $0 != ")" }.matches(of: /"([A-Za-z]+)"/).map { String($0.output.1) }
            return words.first.map { ($0, Array(words.dropFirst())) }
        }
    }

    @Test("has every layer, below all those that it imports")
    func order() throws {
        let rows = try text("CONTRIBUTING.md").matches(of: /\n\| `Sources\/RCA\/([A-Za-z]+)`/).map {
            String($0.output.1)
        }
        let layers = try layers()
        #expect(layers.count > 20)
        let names = Set(layers.map(\.name))
        for (name, others) in layers {
            let place = try #require(rows.firstIndex(of: name), "\(name) is not in the table")
            for other in others where names.contains(other) {
                let above = try #require(rows.firstIndex(of: other), "\(other) is not in the table")
                #expect(above < place, "\(name) imports \(other), which is below it")
            }
        }
    }
}
