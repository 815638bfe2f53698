import Evaluation
import Imaging
import Reporting

/// Two segmenters on the images that both have a mask of.
struct PairStudy {
    let first: ComparedSegmenter
    let second: ComparedSegmenter
    let structures: [String]
    /// The Dice of both masks of an image, a structure at a time.
    let agreement: [FileStem: [Double?]]
    let patients: PatientNames
    let bootstrap: ClusterBootstrap?
    let confidence: Double

    /// Nil where they have no image in common.
    var pair: ComparisonReport.Pair? {
        let common = first.order.filter { second.masks[$0] != nil }
        guard !common.isEmpty else { return nil }
        let differences = differences(common, \.predicted)
        return ComparisonReport.Pair(
            first: first.name, second: second.name, predicted: mean(differences),
            real: mean(self.differences(common, \.real)),
            firstBetter: differences.count { $0.value > ComparisonReport.margin },
            secondBetter: differences.count { $0.value < -ComparisonReport.margin }, agreement: agreements)
    }

    private typealias Value = (value: Double, image: FileStem)

    private func differences(_ images: [FileStem], _ figure: KeyPath<ComparedSegmenter.Mask, Double?>) -> [Value] {
        images.compactMap { image in
            guard let a = first.masks[image]?[keyPath: figure], let b = second.masks[image]?[keyPath: figure] else {
                return nil
            }
            return (a - b, image)
        }
    }

    private var agreements: [ComparisonReport.Agreement] {
        let images = agreement.keys.sorted { $0.text.precedesInBytes($1.text) }
        func figure(_ name: String, _ dice: ([Double?]) -> Double?) -> ComparisonReport.Agreement? {
            let values: [Value] = images.compactMap { image in
                agreement[image].flatMap(dice).map { ($0, image) }
            }
            return mean(values).map { mean in
                ComparisonReport.Agreement(
                    structure: name, dice: mean, lowCount: values.count { $0.value < ComparisonReport.lowAgreement })
            }
        }
        let parts = structures.enumerated().compactMap { place, name in figure(name) { $0[place] } }
        return structures.count > 1
            ? parts + [figure(EvaluationReport.meanName, MaskAgreement.mean)].compactMap(\.self) : parts
    }

    private func mean(_ values: [Value]) -> ClusteredMean? {
        ClusteredMean(
            values.map(\.value), clusters: values.map { patients[$0.image.text] }, bootstrap: bootstrap,
            confidence: confidence)
    }
}
