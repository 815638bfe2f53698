import Fusion
import Imaging
import Scoring
import Segmentation
import Testing

@Suite("Multi-atlas segmentation of phantoms")
struct SegmentationTests {
    private func segmenter(_ fusion: FusionMethod) -> MultiAtlasSegmenter {
        var parameters = SegmentationParameters()
        parameters.fusion = fusion
        return MultiAtlasSegmenter(set: PhantomAtlases.set, parameters: parameters)
    }

    @Test(
        "finds lungs and heart by every fusion that needs no network",
        arguments: FusionMethod.allCases.filter { $0 != .learned })
    func accuracy(fusion: FusionMethod) {
        let segmenter = segmenter(fusion)
        for index in 30..<33 {
            let radiograph = PhantomAtlases.radiograph(index)
            let dice = PhantomAtlases.dice(segmenter.segment(radiograph.image).labelMap(), radiograph.labels)
            #expect(dice.allSatisfy { $0 > 0.88 }, "phantom \(index): \(dice)")
        }
    }

    @Test("gives the same map whatever was segmented before", arguments: FusionMethod.allCases)
    func independence(fusion: FusionMethod) {
        let image = PhantomAtlases.radiograph(31).image
        let fresh = segmenter(fusion).segment(image)
        let used = segmenter(fusion)
        _ = used.segment(PhantomAtlases.radiograph(40).image)
        let again = used.segment(image)
        #expect(again.labelMap() == fresh.labelMap() && again.shares == fresh.shares)
        #expect(again.confidence() == fresh.confidence())
    }

    @Test("fills the image's own pixels", arguments: [(96, 160), (301, 200), (1024, 1024), (33, 47)])
    func sizes(width: Int, height: Int) {
        let radiograph = PhantomAtlases.radiograph(30, width: width, height: height)
        let result = segmenter(.joint).segment(radiograph.image)
        let map = result.labelMap()
        #expect(map.width == width && map.height == height)
        #expect(result.confidence().width == width)
        if min(width, height) > 90 {
            #expect(PhantomAtlases.dice(map, radiograph.labels).allSatisfy { $0 > 0.85 })
        }
    }

    @Test("lies where the radiograph lies: mirrored, upside down, or between margins")
    func pose() {
        let (side, radiograph) = (PhantomAtlases.side, PhantomAtlases.radiograph(30))
        guard case .eightBit(let samples) = radiograph.image.samples else { return #expect(Bool(false)) }
        let margin = 24
        let wide = side + 2 * margin
        func moved<Value>(_ values: [Value], _ place: (Int, Int) -> (Int, Int)?, empty: Value, side: Int) -> [Value] {
            (0..<side * side).map { index in
                place(index % side, index / side).map { values[$0.1 * PhantomAtlases.side + $0.0] } ?? empty
            }
        }
        let upsideDown = { (x: Int, y: Int) -> (Int, Int)? in (side - 1 - x, side - 1 - y) }
        let framed = { (x: Int, y: Int) -> (Int, Int)? in
            let (x, y) = (x - margin, y - margin)
            return (0..<side).contains(x) && (0..<side).contains(y) ? (x, y) : nil
        }
        for (name, size, place) in [("half turn", side, upsideDown), ("margins", wide, framed)] {
            let image = GrayscaleImage(
                width: size, height: size, samples: .eightBit(moved(samples, place, empty: 0, side: size)))
            let truth = LabelMap(
                width: size, height: size, indices: moved(radiograph.labels.indices, place, empty: 0, side: size))
            let result = segmenter(.joint).segment(image)
            let dice = PhantomAtlases.dice(result.labelMap(), truth)
            #expect(result.pose != .identity, "\(name)")
            #expect(dice.allSatisfy { $0 > 0.8 }, "\(name): \(dice), \(result.pose.description)")
        }
    }

    @Test("leaves the radiograph itself out where it is a reference")
    func sameRadiograph() {
        let result = segmenter(.joint).segment(PhantomAtlases.radiograph(3).image)
        #expect(result.excluded == ["phantom_3.png"])
        #expect(!result.atlases.contains("phantom_3.png"))
    }

    @Test("uses the labels that are asked for, above 255 too")
    func labels() {
        let result = segmenter(.majority).segment(PhantomAtlases.radiograph(30).image)
        let usual = result.labelMap()
        for labels in [[7, 3], [1000, 2], [255, 65535]] {
            let map = result.labelMap(labels: labels)
            for index in stride(from: 0, to: usual.indices.count, by: 7) {
                let own = Int(usual.indices[index])
                let structure = PhantomAtlases.structures.firstIndex { $0.label == own }
                #expect(map.label(ofIndex: map.indices[index]) == structure.map { labels[$0] } ?? 0)
            }
        }
    }

    @Test("is sure where all agree and less at the outline")
    func confidence() {
        let result = segmenter(.locallyWeighted).segment(PhantomAtlases.radiograph(30).image)
        let map = result.labelMap()
        guard case .eightBit(let values) = result.confidence().samples else { return #expect(Bool(false)) }
        var (edge, inner): ([Double], [Double]) = ([], [])
        for y in 1..<map.height - 1 {
            for x in 1..<map.width - 1 {
                let index = y * map.width + x
                let isEdge = map.indices[index] != map.indices[index + 1]
                if isEdge { edge.append(Double(values[index])) } else { inner.append(Double(values[index])) }
            }
        }
        #expect(edge.reduce(0, +) / Double(edge.count) < 200 && inner.reduce(0, +) / Double(inner.count) > 240)
        // Two structures and a background: what wins has a third at least.
        #expect(values.allSatisfy { $0 >= 84 })
    }

    @Test("of something that is no chest gives a map and says so", arguments: [0, 255])
    func blank(value: UInt8) {
        let image = GrayscaleImage(
            width: 64, height: 64, samples: .eightBit(Array(repeating: value, count: 64 * 64)))
        let result = segmenter(.joint).segment(image)
        #expect(result.labelMap().width == 64)
        #expect(result.reliability.verdict != .reliable)
    }

    @Test("by locally weighted voting is the consensus that scores, behind boxes and with contrast cut off too")
    func consensus() throws {
        let set = PhantomAtlases.set
        let scorer = CaseScorer(
            set: set,
            selection: ReferenceSelection(
                measure: .registeredCorrelation,
                count: min(SegmentationParameters().atlasCount, set.references.count)))
        for index in 30..<33 {
            let radiograph = PhantomAtlases.radiograph(index).image
            guard case .eightBit(let values) = radiograph.samples else { continue }
            var boxed = values
            for y in 40..<72 { for x in 16..<48 { boxed[y * radiograph.width + x] = 0 } }
            let cut = values.map { UInt8(min(max((Int($0) - 100) * 255 / 155, 0), 255)) }
            for samples in [values, boxed, cut] {
                let image = GrayscaleImage(
                    width: radiograph.width, height: radiograph.height, samples: .eightBit(samples))
                let mask = segmenter(.locallyWeighted).segment(image).labelMap()
                let map = try StructureMap(mask, structures: PhantomAtlases.structures, named: "mask")
                let score = scorer.score(image, masks: [map]).masks[0]
                #expect(score.structures.allSatisfy { ($0.consensus ?? 0) > 0.985 })
            }
        }
    }
}
