import Evaluation
import Imaging
import Presentation
import Reporting
import Testing

@Suite("A report's page")
struct ReportPageTests {
    private let trap = "<script>window.hacked=1</script>\"'&.png"

    private func text(_ content: ReportContent) -> String { String(decoding: ReportPage.html(content), as: UTF8.self) }

    private func masks(_ count: Int, structures: Int = 2) -> [ScoredMask] {
        (0..<count).map { index in
            let dice = Float(index % 101) / 100
            return ScoredMask(
                fname: "mask_\(100_000 + index).png", dice: dice,
                structures: (0..<structures).map { _ in ScoredMask.Structure(dice: dice, consensus: dice) })
        }
    }

    private func expecting(_ masks: [ScoredMask]) -> [ScoredMask] {
        masks.map { mask in
            var mask = mask
            mask.expected = mask.dice.map { ExpectedRange(dice: $0, lower: $0 / 2, upper: $0) }
            for place in mask.structures.indices { mask.structures[place].expected = mask.expected }
            return mask
        }
    }

    private func explained(_ name: String, structures: [String], width: Int, height: Int) -> ExplainedMask {
        let radiograph = GrayscaleImage(
            width: width, height: height, samples: .eightBit((0..<width * height).map { UInt8($0 % 251) }))
        let grid = LabelGrid(width: 16, height: 16, labels: (0..<256).map { ($0 / 16 > 4 && $0 % 16 > 6) ? 1 : 0 })
        let consensus = LabelGrid(width: 16, height: 16, labels: (0..<256).map { $0 / 16 > 8 ? 1 : 0 })
        return ExplainedMask(
            fname: name, radiograph: radiograph, mask: grid, structures: structures,
            consensus: ExplainedMask.Consensus(grid: consensus, frameToImage: .identity),
            reference: ExplainedMask.BestReference(
                name: trap, radiograph: radiograph, truth: consensus, carried: grid, dice: 0.5))
    }

    /// One group with a mean of 0.2, 0.2 below that of the other masks.
    private func groups(_ name: String) throws -> ComparisonReport {
        let (values, clusters) = ([0.2, 0.4], ["a", "b"])
        return ComparisonReport(
            groups: [
                ComparisonReport.Group(
                    segmenter: "", variable: name, value: name,
                    predicted: try #require(ClusteredMean([0.2], clusters: ["a"], bootstrap: nil)), real: nil,
                    difference: ClusteredMean(
                        differenceOf: values, clusters: clusters, isFirst: [true, false],
                        bootstrap: ClusterBootstrap(resamples: 10)), realDifference: nil)
            ], notes: [name], confidence: 0.95, cluster: "patient")
    }

    @Test("has a table of groups, also where they are worse than the others")
    func groupTable() throws {
        var content = ReportContent(title: "t", structures: [], masks: masks(3, structures: 0))
        #expect(!text(content).contains("section-groups"))
        content.groups = try groups("sex")
        let html = text(content)
        #expect(
            html.contains("<caption>Predicted Dice</caption>") && html.contains("<td class=\"number\">-0.2000</td>"))
        #expect(html.contains("small: fewer than 10 patients") && !html.contains("<caption>True Dice</caption>"))
    }

    @Test("lays a map of errors over the mask's picture in place of hatched areas")
    func errorMap() {
        var content = ReportContent(title: "t", structures: ["lungs"], masks: masks(1, structures: 1))
        var mask = explained("mask_100000.png", structures: ["lungs"], width: 40, height: 40)
        content.gallery = [ReportContent.GalleryEntry(index: 0, mask: mask, problem: nil)]
        let hatched = text(content)
        #expect(hatched.contains("<path class=\"missing\"") && !hatched.contains("<image class=\"errors\""))
        mask.errors = ColorImage(width: 2, height: 1, channels: [255, 0, 0, 0, 128, 255])
        content.gallery = [ReportContent.GalleryEntry(index: 0, mask: mask, problem: nil)]
        let shown = text(content)
        #expect(shown.contains("<image class=\"errors\" href=\"data:image/png;base64,"))
        #expect(shown.contains("the stronger the colour") && !hatched.contains("the stronger the colour"))
    }

    @Test("lets nothing from a file out of its place: names, structures, reasons, records, titles")
    func escaping() throws {
        var mask = ScoredMask(fname: trap, dice: 0.3, structures: [ScoredMask.Structure(dice: 0.3)])
        mask.verdict = trap
        mask.reason = trap
        mask.pose = trap
        var content = ReportContent(title: trap, structures: [trap], masks: [mask])
        content.gallery = [
            ReportContent.GalleryEntry(
                index: 0, mask: explained(trap, structures: [trap], width: 40, height: 40), problem: nil),
            ReportContent.GalleryEntry(index: 0, mask: nil, problem: trap),
        ]
        content.notes = [trap]
        let pairs = PairedScores([(0.2, 0.3, "a"), (0.4, 0.5, "b")])
        content.truth = [ReportContent.Comparison(title: trap, scores: pairs)]
        content.published = [ReportContent.Comparison(title: trap, scores: pairs)]
        content.groups = try groups(trap)
        content.record = RunRecord(
            version: trap, command: [trap], parameters: [RunParameter(trap, .text(trap))],
            reference: RunRecord.Reference(path: trap, digest: trap, count: 1), ending: .complete,
            counts: RunRecord.Counts(images: 1, cases: 2, scored: 1, failed: 1, notRun: 0),
            failures: [RunRecord.Failure(fname: trap, error: InputError(.fileDamaged, trap, trap))],
            warnings: [RunRecord.Warning(fname: trap, messages: [trap])],
            cost: RunRecord.Cost(cpuSeconds: 1, wallSeconds: 100, peakMemoryBytes: 1))
        let html = text(content)
        #expect(!html.contains("<script>window"))
        #expect(!html.contains("window.hacked=1</script>"))
        // As many script elements as the page itself has: what it says of masks, their columns, and one that runs.
        let plain = text(
            ReportContent(
                title: "t", structures: ["s"],
                masks: [
                    ScoredMask(
                        fname: "a", dice: 0.3, structures: [ScoredMask.Structure(dice: 0.3)])
                ]))
        #expect(html.split(separator: "</script>").count == plain.split(separator: "</script>").count)
    }

    @Test("is one file that asks for nothing: no address but data, and a policy that forbids others")
    func selfContained() {
        let html = text(ReportContent(title: "t", structures: ["lungs", "heart"], masks: masks(300)))
        for word in ["http://", "https://", "src=\"", "@import", "url(h"] where html.contains(word) {
            Issue.record("the page contains \(word)")
        }
        #expect(html.contains("default-src 'none'") && html.contains("script-src 'sha256-"))
    }

    @Test("of the same masks has the same bytes")
    func reproducible() {
        let content = ReportContent(title: "t", structures: ["lungs", "heart"], masks: masks(300))
        #expect(ReportPage.html(content) == ReportPage.html(content))
    }

    @Test("can be made of no mask, of one, of masks without structures, of ten structures", arguments: [0, 1, 5])
    func odd(count: Int) {
        for structures in [0, 1, 10] {
            let names = (0..<structures).map { "structure \($0)" }
            let html = text(ReportContent(title: "t", structures: names, masks: masks(count, structures: structures)))
            #expect(html.contains("<b>") == false)
            #expect(html.contains(count == 1 ? "1 mask has a score" : "\(count) masks have a score"))
            #expect(html.contains("No mask has a score") == (count == 0))
            #expect(html.contains("section-worst\" aria") == false)
        }
    }

    @Test("of a mask without an expected Dice among others shows a dash in its place")
    func withoutExpected() {
        var all = masks(2, structures: 1)
        all[1].expected = ExpectedRange(dice: 0.5, lower: 0.25, upper: 0.75)
        all[1].structures[0].expected = ExpectedRange(dice: 0.5, lower: 0.25, upper: 0.75)
        var content = ReportContent(title: "t", structures: ["lungs"], masks: all)
        content.gallery = [0, 1].map { index in
            ReportContent.GalleryEntry(
                index: index, mask: explained("a.png", structures: ["lungs"], width: 40, height: 40), problem: nil)
        }
        let cards = text(content).split(separator: "<article class=\"card").dropFirst().map(String.init)
        #expect(cards[0].contains("<th scope=\"row\">lungs</th><td>–</td><td>–</td><td>0.000</td>"))
        #expect(cards[0].contains("<figcaption>Dice 0.000"))
        #expect(
            cards[1].contains("<rect class=\"range\" x=\"25\" y=\"2.5\" width=\"50\" height=\"3\"/>"), "\(cards[1])")
        #expect(cards[1].contains("</svg>0.500</td><td>0.250–0.750</td><td>0.010</td>"))
        // The picture's own dashed line is a path, not what the card says of its score.
        #expect(cards[1].contains("class=\"expected\" d=\"M") && !cards[1].contains("d=\"0."))
    }

    @Test("shows pictures of any shape, and says why where there is none")
    func pictures() {
        for (width, height) in [(40, 40), (400, 20), (20, 400), (1, 1)] {
            var content = ReportContent(title: "t", structures: ["lungs"], masks: masks(2, structures: 1))
            content.gallery = [
                ReportContent.GalleryEntry(
                    index: 0, mask: explained("a.png", structures: ["lungs"], width: width, height: height),
                    problem: nil),
                ReportContent.GalleryEntry(index: 1, mask: nil, problem: "images: there is no such folder"),
            ]
            let html = text(content)
            #expect(html.split(separator: "data:image/png;base64,").count == 3)
            #expect(html.contains("No picture: images: there is no such folder"))
            #expect(html.contains("class=\"missing\" d=\"M") && html.contains("class=\"drawn\" d=\"M"))
        }
    }

    @Test("of 112,120 masks takes less than 8 MB")
    func size() {
        #expect(
            ReportPage.html(ReportContent(title: "t", structures: ["a", "b"], masks: expecting(masks(112_120)))).count
                < 8_000_000)
    }
}
