import Imaging
import Phantoms
import TestSupport
import Testing

@Suite("Damaged masks")
struct MaskDamageTests {
    static let truth = ChestPhantom(seed: 31, index: 0).labels(width: 192, height: 192)
    static let other = ChestPhantom(seed: 31, index: 1).labels(width: 192, height: 192)

    private func damaged(_ damage: MaskDamage, seed: UInt64 = 1) -> (mask: LabelMap, lungs: Double, heart: Double) {
        let mask = damage.apply(to: Self.truth, other: Self.other, seed: seed)
        let dice = TrueDice.perStructure(predicted: mask, truth: Self.truth)
        return (mask, dice[0].dice ?? -1, dice[1].dice ?? -1)
    }

    @Test("Every damage is the same for the same seed, and keeps the size")
    func deterministic() {
        for (name, damage) in MaskDamage.ladder {
            let mask = damaged(damage, seed: 9).mask
            #expect(mask == damaged(damage, seed: 9).mask, "\(name)")
            #expect(mask.width == 192 && mask.height == 192)
            #expect(mask.indices.allSatisfy { $0 <= 2 })
        }
    }

    @Test("The larger the boundary error, the lower the Dice; without error the mask is the truth")
    func boundary() {
        #expect(damaged(.boundary(amplitude: 0)).mask == Self.truth)
        let amplitudes: [Float] = [0.004, 0.012, 0.03, 0.07]
        let means = amplitudes.map { amplitude in
            (0..<8).reduce(0.0) { $0 + damaged(.boundary(amplitude: amplitude), seed: UInt64($1)).lungs } / 8
        }
        #expect(means == means.sorted(by: >))
        #expect(means[0] > 0.97)
        #expect(means[3] < 0.85)
        #expect(damaged(.boundary(amplitude: 0.03), seed: 1).mask != damaged(.boundary(amplitude: 0.03), seed: 2).mask)
    }

    @Test("A missing lobe takes part of one lung and nothing else; a missing lung all of it")
    func missingParts() {
        let sizes = componentSizes(of: 1, in: Self.truth)
        for seed in 0..<12 as Range<UInt64> {
            let lobe = damaged(.missingLobe, seed: seed)
            #expect(lobe.heart == 1)
            #expect(zip(lobe.mask.indices, Self.truth.indices).allSatisfy { $0 == $1 || ($0 == 0 && $1 == 1) })
            let left = componentSizes(of: 1, in: lobe.mask)
            #expect(sizes.contains(left[0]))
            #expect(left.reduce(0, +) < sizes[0] + sizes[1] - sizes[1] / 5)
            #expect(left.reduce(0, +) > sizes[1])

            let lung = damaged(.missingLung, seed: seed)
            #expect(lung.heart == 1)
            let remaining = componentSizes(of: 1, in: lung.mask)
            #expect(remaining == [sizes[0]] || remaining == [sizes[1]])
        }
        #expect(Set((0..<12).map { damaged(.missingLobe, seed: $0).mask.indices }).count == 4)
        #expect(Set((0..<12).map { damaged(.missingLung, seed: $0).mask.indices }).count == 2)
    }

    @Test("Without heart, with swapped labels, empty, of another patient")
    func labels() {
        let headless = damaged(.missingHeart)
        #expect(headless.lungs == 1 && headless.heart == 0)
        let swapped = damaged(.swappedLabels)
        #expect(swapped.lungs == 0 && swapped.heart == 0)
        #expect(MaskDamage.swappedLabels.apply(to: swapped.mask, other: Self.other, seed: 0) == Self.truth)
        #expect(damaged(.empty).mask.indices.allSatisfy { $0 == 0 })
        #expect(damaged(.anotherPatient).mask == Self.other)
    }

    @Test("A shifted mask stands where it says")
    func shifted() {
        let mask = labelMap(["1000", "0200", "0000", "0000"])
        let moved = MaskDamage.shifted(x: 0.25, y: 0.5).apply(to: mask, other: mask, seed: 0)
        #expect(moved == labelMap(["0000", "0000", "0100", "0020"]))
        let back = MaskDamage.shifted(x: -0.25, y: -0.25).apply(to: mask, other: mask, seed: 0)
        #expect(back == labelMap(["2000", "0000", "0000", "0000"]))
    }

    @Test("Dilation and erosion equal a search over all pixels, on random masks", arguments: 0..<12)
    func morphology(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let width = Int.random(in: 3...17, using: &random)
        let height = Int.random(in: 3...17, using: &random)
        let side = Float(min(width, height))
        let mask = LabelMap(
            width: width, height: height,
            indices: (0..<(width * height)).map { _ in
                Double.random(in: 0..<1, using: &random) < 0.75 ? 0 : UInt8.random(in: 1...2, using: &random)
            })
        let radius = Float.random(in: 0.5...5, using: &random)
        let grown = MaskDamage.dilated(radius: radius / side).apply(to: mask, other: mask, seed: 0)
        let inverse = LabelMap(width: width, height: height, indices: mask.indices.map { $0 == 0 ? 1 : $0 - 1 })
        let shrunk = MaskDamage.eroded(radius: radius / side).apply(to: inverse, other: inverse, seed: 0)
        let limit = Int((radius / side * side * (radius / side * side)).rounded(.down))

        for p in mask.indices.indices {
            func nearest(_ map: LabelMap, where isTarget: (UInt8) -> Bool) -> Int {
                map.indices.indices.filter { isTarget(map.indices[$0]) }.map { q in
                    let dx = p % width - q % width
                    let dy = p / width - q / width
                    return dx * dx + dy * dy
                }.min() ?? .max
            }
            let lungs = nearest(mask) { $0 == 1 }
            let heart = nearest(mask) { $0 == 2 }
            let expected: UInt8 =
                mask.indices[p] != 0 ? mask.indices[p] : min(lungs, heart) > limit ? 0 : lungs <= heart ? 1 : 2
            #expect(grown.indices[p] == expected)
            let own = inverse.indices[p]
            let isLost = own != 0 && nearest(inverse) { $0 != own } <= limit
            #expect(shrunk.indices[p] == (isLost ? 0 : own))
        }
    }

    @Test("Growing keeps every pixel of the mask, shrinking adds none")
    func morphologyOfPhantom() {
        let grown = damaged(.dilated(radius: 0.02)).mask
        let shrunk = damaged(.eroded(radius: 0.02)).mask
        #expect(zip(Self.truth.indices, grown.indices).allSatisfy { $0 == 0 || $0 == $1 })
        #expect(zip(Self.truth.indices, shrunk.indices).allSatisfy { $1 == 0 || $0 == $1 })
        #expect(fraction(of: 1, in: grown) > 1.1 * fraction(of: 1, in: Self.truth))
        #expect(fraction(of: 1, in: shrunk) < 0.9 * fraction(of: 1, in: Self.truth))
    }

    @Test("Holes and islands break the mask up without moving it")
    func holesAndIslands() {
        let spotted = damaged(.holesAndIslands(count: 12, radius: 0.028))
        #expect(zip(spotted.mask.indices, Self.truth.indices).contains { $0 == 0 && $1 != 0 })
        #expect(zip(spotted.mask.indices, Self.truth.indices).contains { $0 != 0 && $1 == 0 })
        #expect((0.8..<1).contains(spotted.lungs))
        #expect(damaged(.holesAndIslands(count: 0, radius: 0.03)).mask == Self.truth)
    }

    @Test("An empty truth survives every damage")
    func emptyTruth() {
        let nothing = LabelMap(width: 5, height: 3, indices: Array(repeating: 0, count: 15))
        for (name, damage) in MaskDamage.ladder {
            let mask = damage.apply(to: nothing, other: nothing, seed: 2)
            #expect(mask.width == 5 && mask.height == 3, "\(name)")
        }
    }
}
