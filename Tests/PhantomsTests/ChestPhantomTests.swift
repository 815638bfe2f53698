import Imaging
import Phantoms
import Testing

@Suite("Chest phantoms")
struct ChestPhantomTests {
    @Test("The same seed and index give the same radiograph and the same labels, byte for byte")
    func sameSeed() {
        let a = ChestPhantom(seed: 11, index: 4).radiograph(width: 160, height: 160)
        let b = ChestPhantom(seed: 11, index: 4).radiograph(width: 160, height: 160)
        #expect(a.image == b.image)
        #expect(a.labels == b.labels)
        #expect(PhantomAnatomy(seed: 11, index: 4) == PhantomAnatomy(seed: 11, index: 4))
    }

    // FNV-1a of radiographs and labels of seed 2024. They change only when the look of phantoms is changed on purpose.
    static let radiographChecksums: [UInt64] = [
        2_751_119_690_514_972_334, 17_829_528_142_894_943_862, 13_169_224_691_815_495_302,
    ]
    static let labelChecksums: [UInt64] = [
        6_366_802_582_528_982_243, 18_317_668_797_758_876_616, 5_281_713_984_212_320_435,
    ]

    @Test("A radiograph's bytes are the same on every machine: checksums recorded once")
    func checksums() {
        let radiographs = (0..<3).map { ChestPhantom(seed: 2024, index: $0).radiograph(width: 200, height: 160) }
        #expect(radiographs.map { checksum(bytes($0.image)) } == Self.radiographChecksums)
        #expect(radiographs.map { checksum($0.labels.indices) } == Self.labelChecksums)
    }

    @Test("Other seeds and other indices give other radiographs and other labels")
    func otherSeeds() {
        let pairs: [(UInt64, Int)] = [(1, 0), (1, 1), (2, 0), (2, 1), (0, 0), (.max, 0), (1, -1)]
        let radiographs = pairs.map { ChestPhantom(seed: $0.0, index: $0.1).radiograph(width: 96, height: 96) }
        #expect(Set(radiographs.map { bytes($0.image) }).count == pairs.count)
        #expect(Set(radiographs.map { $0.labels.indices }).count == pairs.count)
    }

    @Test("Radiograph and labels made together equal those made one by one")
    func together() {
        let phantom = ChestPhantom(seed: 3, index: 0)
        let both = phantom.radiograph(width: 120, height: 150)
        #expect(phantom.image(width: 120, height: 150) == both.image)
        #expect(phantom.labels(width: 120, height: 150) == both.labels)
    }

    @Test("Two lungs and one heart, in one piece each and of plausible size and place", arguments: 0..<50)
    func anatomy(index: Int) throws {
        let labels = ChestPhantom(seed: 77, index: index).labels(width: 256, height: 256)
        let lungs = componentSizes(of: PhantomStructure.lungs.label, in: labels)
        try #require(lungs.count == 2, "lungs in \(lungs)")
        #expect(Double(lungs[1]) > 0.5 * Double(lungs[0]))
        #expect(componentSizes(of: PhantomStructure.heart.label, in: labels).count == 1)
        #expect((0.18...0.46).contains(fraction(of: PhantomStructure.lungs.label, in: labels)))
        #expect((0.04...0.17).contains(fraction(of: PhantomStructure.heart.label, in: labels)))
        // The heart spans the midline of the lungs, and most of it lies on the patient's left, the image's right.
        let heart = centroid(of: PhantomStructure.heart.label, in: labels)
        let lung = centroid(of: PhantomStructure.lungs.label, in: labels)
        #expect((0.40...0.75).contains(heart.y))
        #expect(heart.x > 0.5 && heart.x > lung.x && heart.y > lung.y)
        let columns = Set(labels.indices.indices.filter { labels.indices[$0] == 2 }.map { $0 % 256 })
        #expect(columns.contains { $0 < 118 } && columns.contains { $0 > 150 })
    }

    @Test("Lungs are darker than heart, bones and abdomen; the radiograph uses the grey scale", arguments: 0..<20)
    func greyValues(index: Int) {
        let radiograph = ChestPhantom(seed: 5, index: index).radiograph(width: 192, height: 192)
        let grey = bytes(radiograph.image)
        func mean(_ indices: [Int]) -> Double {
            Double(indices.reduce(0) { $0 + Int(grey[$1]) }) / Double(indices.count)
        }
        let lungs = mean(grey.indices.filter { radiograph.labels.indices[$0] == 1 })
        let heart = mean(grey.indices.filter { radiograph.labels.indices[$0] == 2 })
        // Between the lungs and below them.
        let mediastinum = mean(
            grey.indices.filter {
                radiograph.labels.indices[$0] == 0 && abs($0 % 192 - 96) < 5 && (60..<140).contains($0 / 192)
            })
        #expect(lungs + 35 < heart)
        #expect(lungs + 35 < mediastinum)
        #expect((100...180).contains(lungs))
        #expect((180...250).contains(heart))
        #expect(Set(grey).count > 120)
    }

    @Test("The labels of a radiograph of twice the size agree wherever a border is not near")
    func resolution() {
        let phantom = ChestPhantom(seed: 8, index: 2)
        let small = phantom.labels(width: 128, height: 128)
        let large = phantom.labels(width: 384, height: 384)
        // With three times the pixels, every third pixel centre coincides with a small one.
        for y in 0..<128 {
            for x in 0..<128 { #expect(small[x, y] == large[3 * x + 1, 3 * y + 1]) }
        }
    }

    @Test("Radiographs of any shape: the middle square is the square radiograph, the rest shows more of the body")
    func shapes() {
        let phantom = ChestPhantom(seed: 9, index: 1)
        let square = phantom.labels(width: 100, height: 100)
        let wide = phantom.labels(width: 140, height: 100)
        let tall = phantom.labels(width: 100, height: 130)
        for y in 0..<100 {
            for x in 0..<100 {
                #expect(square[x, y] == wide[x + 20, y])
                #expect(square[x, y] == tall[x, y + 15])
            }
        }
        for (width, height) in [(1, 1), (1, 40), (300, 2), (33, 57), (40_000, 1), (2, 30_001)] {
            let radiograph = phantom.radiograph(width: width, height: height)
            #expect(bytes(radiograph.image).count == width * height)
            #expect(radiograph.labels.width == width && radiograph.labels.height == height)
        }
    }

    @Test("A population differs as patients do: lungs of two phantoms overlap well, not perfectly")
    func population() throws {
        let maps = (0..<24).map { ChestPhantom(seed: 1, index: $0).labels(width: 128, height: 128) }
        var dice: [Double] = []
        for i in maps.indices {
            for j in 0..<i { dice.append(try #require(TrueDice.coefficient(of: 1, maps[i], maps[j]))) }
        }
        let mean = dice.reduce(0, +) / Double(dice.count)
        #expect((0.74...0.93).contains(mean))
        #expect(try #require(dice.max()) < 0.985)
        #expect(try #require(dice.min()) < 0.75)
    }

    @Test("An altered anatomy shows in radiograph and labels")
    func altered() {
        var anatomy = PhantomAnatomy(seed: 4, index: 0)
        anatomy.exposure.border = .zero
        let before = ChestPhantom(anatomy: anatomy).labels(width: 128, height: 128)
        anatomy.heart.radius *= 1.25
        let after = ChestPhantom(anatomy: anatomy).labels(width: 128, height: 128)
        #expect(fraction(of: 2, in: after) > 1.4 * fraction(of: 2, in: before))
        #expect(fraction(of: 1, in: after) < fraction(of: 1, in: before))

        anatomy.exposure.border = [0.1, 0, 0, 0.05]
        anatomy.exposure.borderGrey = 5
        let radiograph = bytes(ChestPhantom(anatomy: anatomy).image(width: 100, height: 100))
        #expect((0..<100).allSatisfy { y in (0..<10).allSatisfy { radiograph[y * 100 + $0] == 5 } })
        #expect(radiograph[9500...].allSatisfy { $0 == 5 })
        #expect(radiograph[50 * 100 + 50] > 100)
    }
}
