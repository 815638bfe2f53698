import Imaging
import Learning

/// Trains networks on pairs, one after another, in the memory of one.
///
/// Holds scratch memory: one instance a worker. What is trained depends on the pair and the set alone.
final class PairTrainings {
    let settings: PairNetworkClassifier.Settings
    let gridSize: Int
    var scratch = NetworkScratch()
    private let parameters: ReferenceParameters
    /// What a training may begin with.
    private let starts: [Network]
    /// The start that has not seen the reference at each position; empty where there is only one.
    private let parts: [Int]
    /// Nil where the networks know no place.
    private let frame: MeanFrame?
    private var trainer: Trainer

    private static let seed: UInt64 = 1

    init(_ set: ReferenceSet, _ start: PairNetworkClassifier.Start, _ settings: PairNetworkClassifier.Settings) {
        self.settings = settings
        gridSize = set.parameters.labelGridSize
        parameters = set.parameters
        let side = set.parameters.preparation.size
        do throws(LearningError) {
            switch start {
            case .references:
                guard let networks = set.networks else { preconditionFailure("the set has no networks") }
                starts = networks.networks.map { Network(unfolding: $0) }
                parts = networks.parts
                frame = nil
            case .nothing:
                let inputs = NetworkInput.channelCount + (settings.knowsPlace ? 2 : 0)
                let shape = try NetworkShape(
                    inputs: inputs, classes: set.structures.count + 1, channels: settings.channels)
                starts = [Network(shape: shape, seed: Self.seed)]
                parts = []
                frame = settings.knowsPlace ? MeanFrame(set) : nil
            }
            trainer = try Trainer(
                plan: TrainingPlan(
                    side: side, batch: settings.batch, steps: settings.steps, maximumRate: settings.rate,
                    weightDecay: 0),
                state: TrainerState(starts[0]), keepsStatistics: start == .references)
        } catch {
            preconditionFailure("settings that no network can be trained by: \(error)")
        }
    }

    /// Which network is trained for the reference at a position.
    func start(for index: Int) -> Int { parts.isEmpty ? 0 : parts[index] }

    /// One network a mask.
    func trained(from start: Int, on pair: PairSamples) -> [FoldedNetwork] {
        pair.masks.indices.map { mask in
            trainer.restart(TrainerState(starts[start]))
            for step in 0..<settings.steps {
                _ = trainer.step((0..<settings.batch).map { pair.sample(step * settings.batch + $0, of: mask) })
            }
            return FoldedNetwork(trainer.state.network)
        }
    }

    func input(_ query: QueryImage) -> [Float] {
        NetworkInput.values(query) + (frame.map { places($0.map(of: query.moving)) } ?? [])
    }

    func input(_ reference: Reference, at index: Int) -> [Float] {
        NetworkInput.values(QueryImage(reference, parameters: parameters))
            + (frame.map { places($0.map(of: reference, at: index)) } ?? [])
    }

    /// Where in the frame of the mean reference each pixel is: across, then down, −1 to 1 from side to side.
    private func places(_ map: AffineMap) -> [Float] {
        let size = parameters.preparation.size
        let all = (0..<size * size).map { index in
            map.apply(x: (Double(index % size) + 0.5) / Double(size), y: (Double(index / size) + 0.5) / Double(size))
        }
        return all.map { Float(2 * $0.x - 1) } + all.map { Float(2 * $0.y - 1) }
    }
}
