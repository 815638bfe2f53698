import Foundation
import Imaging
import Learning
import Scoring

/// How good an opinion of the truth is, over some images: as outlines, and as probabilities.
struct OpinionFigures {
    private var dice: [[Double]]
    private(set) var diagrams: [ReliabilityDiagram]

    init(structureCount: Int) {
        dice = Array(repeating: [], count: structureCount)
        diagrams = Array(repeating: ReliabilityDiagram(), count: structureCount)
    }

    /// - Parameters:
    ///   - probability: one a structure, side² values.
    ///   - isInside: what is drawn; nil for where it is likely.
    mutating func add(_ probability: [[Float]], isInside: [[Bool]]? = nil, truth: [UInt8]) {
        for structure in dice.indices {
            let isTrue = truth.map { $0 == UInt8(structure + 1) }
            let drawn = isInside?[structure] ?? probability[structure].map { $0 > 0.5 }
            diagrams[structure].add(probability[structure], isTrue: isTrue, side: NetworkSamples.side)
            // What a cut-off field does not show says nothing.
            guard isTrue.contains(true) else { continue }
            let both = zip(drawn, isTrue).count { $0 && $1 }
            dice[structure].append(2 * Double(both) / Double(drawn.count { $0 } + isTrue.count { $0 }))
        }
    }

    /// The mean over the images that show a structure.
    func mean(_ structure: Int) -> Double { dice[structure].reduce(0, +) / Double(max(dice[structure].count, 1)) }

    /// The mean of all structures' means.
    var mean: Double { dice.indices.map(mean).reduce(0, +) / Double(dice.count) }

    /// Of lungs and heart, `.961 / .912`.
    var text: String { dice.indices.map { Self.short(mean($0)) }.joined(separator: " / ") }

    /// The structures' calibration errors.
    var reliability: String { diagrams.map { Self.short(Double($0.calibrationError)) }.joined(separator: " / ") }

    static func short(_ value: Double) -> String {
        let text = String(format: "%.3f", value)
        return text.hasPrefix("0") ? String(text.dropFirst()) : text
    }
}

/// A trained network asked about images, on one thread.
struct NetworkAsked {
    let network: FoldedNetwork
    let size: Int
    private var scratch = NetworkScratch()

    init(_ network: FoldedNetwork, size: Int = 64) {
        self.network = network
        self.size = size
    }

    /// Each structure's probability at each pixel of the image, from logits that are interpolated, as the program does.
    mutating func probabilities(_ image: StudyImage) -> [[Float]] {
        let values = network.predict(image.sample(size: size).input, side: size, scratch: &scratch)
        let count = size * size
        return (1..<network.shape.classes).map { structure in
            let logits = values[structure * count..<(structure + 1) * count].map { probability in
                let kept = min(max(probability, 0.0025), 0.9975)
                return log(kept / (1 - kept))
            }
            return Image(width: size, height: size, pixels: logits).enlarged(to: NetworkSamples.side)
                .map { 1 / (1 + exp(-$0)) }
        }
    }

    /// 0 background, else the structure that is more likely than not, plus 1.
    mutating func mask(_ image: StudyImage) -> [UInt8] {
        var labels = [UInt8](repeating: 0, count: NetworkSamples.side * NetworkSamples.side)
        for (structure, probability) in probabilities(image).enumerated() {
            for index in labels.indices where probability[index] > 0.5 { labels[index] = UInt8(structure + 1) }
        }
        return labels
    }
}
