import Imaging
import Reporting

/// Which segmenter's mask to take of each image: the one with the highest predicted Dice. Where others are as good
/// within ``ComparisonReport/margin``, or there are no scores, the one that agrees best with all others.
struct BestMasks {
    private let segmenters: [ComparedSegmenter]
    private let agreement: MaskAgreement

    init(_ segmenters: [ComparedSegmenter], _ agreement: MaskAgreement) {
        self.segmenters = segmenters
        self.agreement = agreement
    }

    /// One an image, sorted.
    var rows: [BestMaskRow] {
        Set(segmenters.flatMap(\.order)).sorted { $0.text.precedesInBytes($1.text) }.compactMap(row)
    }

    private struct Candidate {
        let place: Int
        let mask: ComparedSegmenter.Mask
        let agreement: Double?
    }

    private func row(_ image: FileStem) -> BestMaskRow? {
        let found = segmenters.indices.compactMap { place in
            segmenters[place].masks[image].map {
                Candidate(place: place, mask: $0, agreement: agreement.ofOne(place, image))
            }
        }
        let highest = found.compactMap(\.mask.predicted).max()
        // Two masks agree with each other equally well: that tells nothing.
        let canCompare = found.count { $0.agreement != nil } > 2
        let close = found.filter { candidate in
            guard let highest else { return true }
            let least = canCompare ? highest - ComparisonReport.margin : highest
            return candidate.mask.predicted.map { $0 >= least } ?? false
        }
        // Of equal ones the first, in the order in which segmenters were given.
        guard
            let top = close.reduce(
                nil as Candidate?,
                { best, next in
                    guard let best, canCompare || highest == nil else { return best ?? next }
                    return (next.agreement ?? -1) > (best.agreement ?? -1) ? next : best
                })
        else { return nil }
        let others = found.filter { $0.place != top.place }.compactMap(\.mask.predicted)
        let margin = top.mask.predicted.flatMap { own in others.max().map { own - $0 } }
        return BestMaskRow(
            fname: top.mask.fname, image: image.text, segmenter: segmenters[top.place].name,
            predicted: top.mask.predicted.map { Float($0) }, margin: margin.map { Float($0) },
            isReliable: top.mask.isReliable, agreement: top.agreement.map { Float($0) })
    }
}
