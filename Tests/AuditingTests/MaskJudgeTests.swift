import Auditing
import Imaging
import Phantoms
import TestSupport
import Testing

@Suite("Masks held against what is usual")
struct MaskJudgeTests {
    private static let names = ["lungs", "heart"]
    private static let side = 128

    private static func shapes(_ map: LabelMap) -> [MaskShape] {
        MaskShapes.measure(
            [1, 2].map { label in
                PixelRuns(PixelMask(width: map.width, height: map.height) { map.indices[$0] == label })
            })
    }

    private static func phantoms(_ count: Int, seed: UInt64) -> [LabelMap] {
        (0..<count).map {
            ChestPhantom(seed: seed, index: $0).labels(width: side, height: side)
        }
    }

    private static func collection(_ maps: [LabelMap]) -> ShapeCollection {
        var collection = ShapeCollection(structureCount: 2)
        for (index, map) in maps.enumerated() {
            collection.add(shapes(map), named: "\(index)", key: UInt64(index) &* 0x9E37_79B9_7F4A_7C15)
        }
        return collection
    }

    private static func judge(_ maps: [LabelMap], references: [LabelMap] = []) -> MaskJudge {
        MaskJudge(
            structures: names, own: collection(maps).limits(), presence: collection(maps).presence(),
            references: references.isEmpty ? [] : collection(references).limits())
    }

    private static func mirrored(_ map: LabelMap) -> LabelMap {
        var mirrored = map
        for row in 0..<map.height {
            mirrored.indices[row * map.width..<(row + 1) * map.width].reverse()
        }
        return mirrored
    }

    @Test("true masks are seldom flagged, gross damage nearly always is, though a third of the set is damaged")
    func damaged() {
        let maps = Self.phantoms(60, seed: 100)
        let damages: [MaskDamage] = [
            .missingLung, .missingHeart, .swappedLabels, .holesAndIslands(count: 5, radius: 0.03),
            .boundary(amplitude: 0.09),
        ]
        var pool = maps
        var broken: [LabelMap] = []
        for (index, map) in maps.prefix(30).enumerated() {
            broken.append(damages[index % damages.count].apply(to: map, other: map, seed: UInt64(index)))
        }
        pool += broken
        let judge = Self.judge(pool)
        func flagged(_ maps: [LabelMap]) -> Int {
            maps.count { map in judge.findings(Self.shapes(map)) { _ in nil }.contains { !$0.isEmpty } }
        }
        #expect(flagged(maps) <= 3, "\(flagged(maps)) of 60 true masks")
        #expect(flagged(broken) >= 27, "\(flagged(broken)) of 30 damaged masks")
    }

    @Test("a set of fewer than twenty masks has no limits, and only what is wrong in any set is flagged")
    func few() {
        let maps = Self.phantoms(19, seed: 7)
        let judge = Self.judge(maps)
        #expect(judge.own.allSatisfy { $0 == nil })
        #expect(Self.judge(Self.phantoms(20, seed: 7)).own.allSatisfy { $0 != nil })
        let small = MaskDamage.eroded(radius: 0.06).apply(to: maps[0], other: maps[0], seed: 1)
        #expect(judge.findings(Self.shapes(small)) { _ in nil }.allSatisfy { $0.allSatisfy { $0.flag != .small } })
        let spots = MaskDamage.holesAndIslands(count: 6, radius: 0.04).apply(to: maps[0], other: maps[0], seed: 1)
        #expect(!judge.findings(Self.shapes(spots)) { _ in nil }.joined().isEmpty)
    }

    @Test("a structure that most masks lack is not missed")
    func rare() {
        let maps = Self.phantoms(30, seed: 40).enumerated().map { index, map in
            index < 20 ? MaskDamage.missingHeart.apply(to: map, other: map, seed: 1) : map
        }
        let findings = Self.judge(maps).findings(Self.shapes(maps[0])) { _ in nil }
        #expect(!findings[1].contains { $0.flag == .empty })
    }

    @Test("in a small set as well, a structure is missed only where most masks have it", arguments: [1, 4])
    func rareInFew(count: Int) {
        let maps = Self.phantoms(6, seed: 40).enumerated().map { index, map in
            index < 6 - count ? MaskDamage.missingHeart.apply(to: map, other: map, seed: 1) : map
        }
        let findings = Self.judge(maps).findings(Self.shapes(maps[0])) { _ in nil }[1]
        #expect(findings.map(\.reason) == (count == 1 ? [] : ["no pixel is heart, which 67 % of the masks have"]))
    }

    @Test("a structure of eight parts may have eight, in a set in which that is usual")
    func manyParts() {
        func ribs(_ count: Int, _ shift: Int) -> [MaskShape] {
            MaskShapes.measure([
                PixelRuns(
                    PixelMask(width: Self.side, height: Self.side) { index in
                        let (x, y) = (index % Self.side, index / Self.side)
                        let isRib = (y + 11) % 15 < 8 && (y + 11) / 15 <= count
                        return isRib && x >= 10 && x < 100 + shift
                    })
            ])
        }
        var collection = ShapeCollection(structureCount: 1)
        for index in 0..<24 { collection.add(ribs(8, index % 5), named: "\(index)", key: UInt64(index)) }
        let judge = MaskJudge(
            structures: ["ribs"], own: collection.limits(), presence: collection.presence(), references: [])
        #expect(judge.usualComponents(0) == 8)
        #expect(judge.findings(ribs(8, 2)) { _ in nil }[0] == [])
    }

    @Test("a structure that the references have is missed, though no mask of the set has it")
    func rareButKnown() {
        let maps = Self.phantoms(30, seed: 40).map { MaskDamage.missingHeart.apply(to: $0, other: $0, seed: 1) }
        func flags(_ judge: MaskJudge) -> [MaskFlag] {
            judge.findings(Self.shapes(maps[0])) { _ in nil }[1].map(\.flag)
        }
        #expect(flags(Self.judge(maps)) == [])
        #expect(flags(Self.judge(maps, references: Self.phantoms(30, seed: 41))) == [.empty])
    }

    @Test("a mask without any structure is flagged, even where the whole set is empty")
    func nothing() {
        let empty = LabelMap(
            width: Self.side, height: Self.side, indices: Array(repeating: 0, count: Self.side * Self.side))
        let judge = Self.judge(Array(repeating: empty, count: 30))
        let findings = judge.findings(Self.shapes(empty)) { _ in nil }
        #expect(findings.allSatisfy { $0.map(\.flag) == [.empty] })
        #expect(findings[0].map(\.reason) == ["the mask has no structure at all"])
    }

    @Test("mirrored masks are swapped, whatever their size")
    func mirrored() {
        let maps = Self.phantoms(40, seed: 70)
        let judge = Self.judge(maps)
        for map in maps.prefix(10) {
            let flags = judge.findings(Self.shapes(Self.mirrored(map))) { _ in nil }[1].map(\.flag)
            let side = abs(Self.shapes(map)[1][.besideOthers] ?? 0)
            guard side > (judge.own[1]?.ranges["besideOthers"]?.middle ?? 1) / 2 else { continue }
            #expect(flags.contains(.swapped), "\(flags)")
        }
    }

    @Test("a swapped structure is told whose sides the others are on, those of the set or of the references")
    func whoseSides() throws {
        let maps = Self.phantoms(40, seed: 70)
        func side(_ map: LabelMap) -> Float { abs(Self.shapes(map)[1][.besideOthers] ?? 0) }
        let mirrored = Self.mirrored(try #require(maps.max { side($0) < side($1) }))
        for (judge, whose) in [
            (Self.judge(maps), "masks"), (Self.judge(Array(maps.prefix(3)), references: maps), "references"),
        ] {
            let finding = try #require(
                judge.findings(Self.shapes(mirrored)) { _ in nil }[1].first { $0.flag == .swapped })
            #expect(finding.reason.contains(" % of the \(whose) to the "), "\(finding.reason)")
        }
    }

    @Test("limits do not depend on the order in which masks come, however many are kept", arguments: 1...4)
    func order(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let shapes = (0..<200).map { _ in
            var shape = MaskShape()
            shape.area = random.float(in: 0.1...0.2)
            shape.largest = [1]
            shape.figures = ShapeFigure.allCases.map { _ in random.float(in: -1...1) }
            return (shape, random.next())
        }
        func limits(_ shapes: [(MaskShape, UInt64)]) -> [ShapeLimits?] {
            var collection = ShapeCollection(structureCount: 1, most: 50)
            for (shape, key) in shapes { collection.add([shape], named: "", key: key) }
            return collection.limits()
        }
        let expected = limits(shapes)
        #expect(expected[0] != nil)
        #expect(limits(shapes.shuffled(using: &random)) == expected)
    }

    @Test("says in words what a value is and what is usual")
    func sentences() throws {
        let maps = Self.phantoms(40, seed: 300)
        let judge = Self.judge(maps)
        let large = MaskDamage.dilated(radius: 0.08).apply(to: maps[0], other: maps[0], seed: 1)
        let finding = try #require(
            judge.findings(Self.shapes(large)) { _ in nil }.joined().first {
                $0.flag == .large || $0.flag == .misshapen
            })
        #expect(finding.reason.contains("; usual here: "))
        let twin = judge.findings(Self.shapes(maps[1])) { $0 == 0 ? "b.png" : nil }
        #expect(twin[0].last == MaskJudge.Finding(flag: .duplicate, reason: "has the same pixels as in b.png"))
    }
}
