import Learning

/// What networks of several sizes reach, and what they take.
struct SizeStudy {
    struct Point {
        let name: String
        let training: StudyTraining
        /// Of a picture's way through the network.
        var megaflops: Double { SizeStudy.operations(training) / 1e6 }
        var milliseconds = 0.0
        var figures: [OpinionFigures] = []
    }

    private(set) var points: [Point]

    static let trainings: [StudyTraining] = [
        StudyTraining(channels: [8, 8, 16, 24]), StudyTraining(channels: [8, 16, 32, 48], size: 48), StudyTraining(),
        StudyTraining(size: 96), StudyTraining(channels: [16, 32, 64, 96]),
    ]

    init(_ run: StudyRun) async throws {
        points = Self.trainings.map { training in
            Point(
                name: "\(training.size)², \(training.channels.map(String.init).joined(separator: "-"))",
                training: training)
        }
        let networks = try await run.networks(Self.trainings)
        let figures = try await run.figures(Self.trainings)
        for place in points.indices {
            points[place].milliseconds = Self.milliseconds(networks[place], size: points[place].training.size)
            points[place].figures = figures[place]
        }
    }

    /// Of one picture on one thread: the least of many, since whatever else the machine does only adds to it.
    private static func milliseconds(_ network: FoldedNetwork, size: Int) -> Double {
        var scratch = NetworkScratch()
        let input = (0..<network.shape.inputs * size * size).map { Float($0 % 7) / 7 }
        let clock = ContinuousClock()
        let times = (0..<200).map { _ in
            clock.measure { _ = network.predict(input, side: size, scratch: &scratch) }
        }
        let least = times.min() ?? .zero
        return Double(least.components.attoseconds) / 1e15 + Double(least.components.seconds) * 1e3
    }

    /// Multiplications and additions of the convolutions of one picture.
    static func operations(_ training: StudyTraining) -> Double {
        let channels = training.channels
        func convolutions(_ level: Int, _ inputs: Int) -> Double {
            let side = training.size >> level
            return Double(2 * 9 * (inputs + channels[level]) * channels[level] * side * side)
        }
        let down = channels.indices.map { convolutions($0, $0 == 0 ? 3 : channels[$0 - 1]) }
        let up = channels.indices.dropLast().map { convolutions($0, channels[$0] + channels[$0 + 1]) }
        let last = Double(2 * channels[0] * 3 * training.size * training.size)
        return (down + up).reduce(last, +)
    }

    var text: String {
        var table = MarkdownTable([
            "network", "weights", "GFLOP", "ms", "unchanged", "strength 2", "strength 3", "mean",
        ])
        for point in points {
            let shape = try? NetworkShape(inputs: 3, classes: 3, channels: point.training.channels)
            let weights = shape.map { Network.counts($0).parameters } ?? 0
            table.append(
                [
                    point.name, "\(weights / 1000),000", OpinionFigures.short(point.megaflops / 1000),
                    OpinionFigures.short(point.milliseconds),
                ] + point.figures.prefix(3).map(\.text) + [OpinionFigures.short(Self.mean(point))])
        }
        return table.text
    }

    /// Dice over structures and the first three views.
    static func mean(_ point: Point) -> Double { point.figures.prefix(3).map(\.mean).reduce(0, +) / 3 }
}
