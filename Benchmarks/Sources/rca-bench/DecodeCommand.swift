import ArgumentParser
import Dispatch
import Foundation
import Machine
import PlainPNG
import RCA
import Synchronization

/// `rca-bench decode`: only decodes the files that `rca-cli score` would read, on as many threads. What is left
/// of a scoring run's time above this is the price of the scoring.
struct DecodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode", abstract: "Decodes images and masks, and does nothing with them.")

    enum Reader: String, ExpressibleByArgument, CaseIterable {
        /// The project's reader: libpng with all its checks, to luminance and labels.
        case project
        /// libpng alone.
        case plain
    }

    @Option var images: String
    @Option(parsing: .singleValue) var masks: [String] = []
    @Option var threads = 2
    @Option var reader = Reader.project

    func run() throws {
        // As in the program, where other memory holds it: that of one image serves the next, for either reader.
        // Otherwise giving it back and clearing it anew takes as long as the decoding.
        AddressSpace.spare()
        plain_png_keep_memory()
        let names = try FileManager.default.contentsOfDirectory(atPath: images).sorted()
        let next = Atomic<Int>(0)
        let failures = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: threads) { _ in
            while true {
                let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard index < names.count else { return }
                for (position, folder) in ([images] + masks).enumerated()
                where !decode(folder + "/" + names[index], isImage: position == 0) {
                    failures.wrappingAdd(1, ordering: .relaxed)
                }
            }
        }
        guard failures.load(ordering: .relaxed) == 0 else {
            throw BenchFailure(description: "\(failures.load(ordering: .relaxed)) files could not be decoded")
        }
    }

    private func decode(_ path: String, isImage: Bool) -> Bool {
        switch reader {
        case .plain: plain_png_decode(path) > 0
        case .project:
            isImage
                ? (try? PNGReader.readGrayscaleImage(at: FilePath(path))) != nil
                : (try? PNGReader.readLabelMap(at: FilePath(path))) != nil
        }
    }
}
