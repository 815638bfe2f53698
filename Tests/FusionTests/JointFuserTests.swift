import Files
import Fusion
import TestSupport
import Testing

/// The kernels against the plain implementation.
@Suite("The fuser")
struct JointFuserTests {
    private static let tolerance: Float = 1e-4

    /// One case: pictures more or less like the query, and shares with wide regions that all agree on. Its systems are
    /// so well conditioned that the order of additions does not show.
    private struct Case {
        let size: Int
        let structureCount: Int
        var query: [Float]
        var candidates: [AtlasCandidate]

        init(size: Int, atlasCount: Int, structureCount: Int, seed: UInt64) {
            var random = SeededGenerator(seed: seed)
            self.size = size
            self.structureCount = structureCount
            let query = (0..<size * size).map { _ in Float.random(in: -1.5...1.5, using: &random) }
            self.query = query
            candidates = (0..<atlasCount).map { _ in
                let error = Float.random(in: 0.1...1.5, using: &random)
                let picture = query.map { $0 + Float.random(in: -error...error, using: &random) }
                let inside = query.map { _ -> Float in Float.random(in: 0...1, using: &random) < 0.05 ? 0 : 1 }
                let trust = Float.random(in: 0.3...1, using: &random)
                let shares = (0..<structureCount).map { structure in
                    let edge = Float(size) * (Float(structure) + 1) / Float(structureCount + 1)
                    let moved = edge + Float.random(in: -3...3, using: &random)
                    let slope = Float.random(in: 0.3...1.5, using: &random)
                    return query.indices.map { index in
                        let across = (Float(index % size) + Float(index / size)) / 2
                        return min(max((across - moved) * slope, 0), 1) / Float(structureCount)
                    }
                }
                return AtlasCandidate(
                    picture: picture, inside: inside, shares: shares, weight: inside, trust: trust)
            }
        }

        func plain(_ fusion: JointLabelFusion) -> LabelShares {
            fusion.plainShares(query: query, candidates, size: size, structureCount: structureCount)
        }

        func fast(_ fusion: JointLabelFusion) -> LabelShares {
            fusion.shares(query: query, candidates, size: size, structureCount: structureCount)
        }

        /// The largest difference of any share; infinite where one is not a number.
        func difference(_ fusion: JointLabelFusion = JointLabelFusion()) -> Float {
            zip(plain(fusion).values.joined(), fast(fusion).values.joined())
                .map { $0.isFinite && $1.isFinite ? abs($0 - $1) : .infinity }.max() ?? 0
        }

        mutating func replace(
            picture: ((AtlasCandidate) -> [Float])? = nil, inside: ((AtlasCandidate) -> [Float])? = nil,
            shares: ((AtlasCandidate) -> [[Float]])? = nil
        ) {
            candidates = candidates.map {
                AtlasCandidate(
                    picture: picture?($0) ?? $0.picture, inside: inside?($0) ?? $0.inside,
                    shares: shares?($0) ?? $0.shares, weight: $0.weight, trust: $0.trust)
            }
        }
    }

    @Test("gives the plain shares for any number of atlases", arguments: 1...30)
    func atlases(count: Int) {
        let example = Case(size: 24, atlasCount: count, structureCount: 2, seed: UInt64(count))
        #expect(example.difference() < Self.tolerance)
    }

    @Test(
        "gives the plain shares for pictures of any size, whole runs of pixels or not",
        arguments: [1, 2, 7, 8, 9, 15, 16, 17, 23, 31, 40, 50, 63, 64])
    func sizes(size: Int) {
        let example = Case(size: size, atlasCount: 6, structureCount: 2, seed: UInt64(100 + size))
        #expect(example.difference() < Self.tolerance)
    }

    @Test("gives the plain shares for any number of structures", arguments: 1...9)
    func structures(count: Int) {
        let example = Case(size: 20, atlasCount: 7, structureCount: count, seed: UInt64(200 + count))
        #expect(example.difference() < Self.tolerance)
    }

    @Test("gives the plain shares with other parameters", arguments: [0, 1, 2, 4, 5, 9], [true, false])
    func parameters(radius: Int, isSquared: Bool) {
        var fusion = JointLabelFusion()
        fusion.radius = radius
        fusion.isSquared = isSquared
        fusion.regularization = 0.1
        fusion.largestDifference = 1.25
        fusion.trustExponent = 0.5
        let example = Case(size: 18, atlasCount: 9, structureCount: 2, seed: UInt64(300 + radius))
        #expect(example.difference(fusion) < Self.tolerance)
    }

    @Test("gives the plain shares as a case of full size with 20 and with 30 atlases", arguments: [20, 30])
    func fullSize(count: Int) {
        var example = Case(size: 64, atlasCount: count, structureCount: 2, seed: 5)
        #expect(example.difference() < Self.tolerance)
        // Each pixel in dispute: more matrices than are kept at a time.
        var random = SeededGenerator(seed: 6)
        example.replace(shares: { $0.shares.map { $0.map { _ in Float.random(in: 0...0.5, using: &random) } } })
        #expect(example.difference() < Self.tolerance)
    }

    @Test("is as close to the exact shares as the plain implementation where atlases do not reach", arguments: 1...6)
    func unreached(seed: UInt64) {
        // There all differ alike, and the systems are hardly conditioned: what either gives is off by rounding.
        var example = Case(size: 16, atlasCount: 9, structureCount: 2, seed: 20 + seed)
        var random = SeededGenerator(seed: seed)
        example.replace(inside: {
            let reach = seed == 1 ? 0 : Int.random(in: 0...16, using: &random)
            return $0.inside.indices.map { $0 % 16 < reach ? 0.5 : 0.49 }
        })
        let fusion = JointLabelFusion()
        let exact = JointFusionTests.exactShares(fusion, query: example.query, example.candidates, size: 16)
        let disputed = example.query.indices.filter { pixel in
            (0..<2).contains { structure in
                let all = example.candidates.map { $0.shares[structure][pixel] }
                return all.max()! - all.min()! > 0.0011
            }
        }
        #expect(disputed.count > 50)
        func error(_ shares: LabelShares) -> Double {
            (0..<2).map { structure in
                disputed.map { abs(exact[structure][$0] - Double(shares.values[structure][$0])) }.max() ?? 0
            }.max() ?? 0
        }
        let (fast, plain) = (error(example.fast(fusion)), error(example.plain(fusion)))
        #expect(fast < 2 * plain + 1e-4, "\(fast), plain \(plain)")
        #expect(fast < 0.01)
    }

    @Test("keeps what all say, and disputes single pixels in corners and gaps")
    func disputes() {
        let size = 33
        var example = Case(size: size, atlasCount: 4, structureCount: 1, seed: 9)
        example.replace(shares: { _ in [Array(repeating: 0.3, count: size * size)] })
        #expect(example.fast(JointLabelFusion()).values[0].allSatisfy { abs($0 - 0.3) < 1e-6 })
        let disputed: Set = [
            0, size - 1, 12 * size + 9, 13 * size + 25, 22 * size + 9, size * (size - 1), size * size - 1,
        ]
        var random = SeededGenerator(seed: 10)
        example.replace(shares: { candidate in
            [
                candidate.shares[0].enumerated().map {
                    disputed.contains($0) ? Float.random(in: 0...1, using: &random) : $1
                }
            ]
        })
        #expect(example.difference() < Self.tolerance)
        let shares = example.fast(JointLabelFusion()).values[0]
        #expect(shares.indices.allSatisfy { disputed.contains($0) || abs(shares[$0] - 0.3) < 1e-6 })
    }

    @Test("counts all alike where the weights cannot be solved")
    func unsolvable() {
        // Nothing differs and nothing is added to the diagonal; too much is added; pixels that are no number.
        var example = Case(size: 16, atlasCount: 5, structureCount: 2, seed: 11)
        let query = example.query
        var fusion = JointLabelFusion()
        fusion.regularization = 1e20
        var cases = [(example, fusion)]
        fusion.regularization = 0
        example.replace(picture: { _ in query }, inside: { $0.inside.map { _ in 1 } })
        cases.append((example, fusion))
        example.query = query.map { _ in .nan }
        cases.append((example, JointLabelFusion()))
        for (example, fusion) in cases {
            #expect(example.difference(fusion) < Self.tolerance)
            let shares = example.fast(fusion).values
            for structure in 0..<2 {
                for index in query.indices {
                    let all = example.candidates.map { $0.shares[structure][index] }
                    guard all.max()! - all.min()! > 0.01 else { continue }
                    #expect(abs(shares[structure][index] - all.reduce(0, +) / 5) < Self.tolerance)
                }
            }
        }
    }

    @Test("is the same whatever it fused before, and can go on with more atlases")
    func reuse() {
        let large = Case(size: 24, atlasCount: 13, structureCount: 2, seed: 12)
        let small = Case(size: 24, atlasCount: 5, structureCount: 2, seed: 13)
        let fuser = JointFuser(size: 24, structureCount: 2, atlasCapacity: 13)
        let fresh = Self.fuse(small, with: JointFuser(size: 24, structureCount: 2, atlasCapacity: 5))
        _ = Self.fuse(large, with: fuser)
        #expect(Self.fuse(small, with: fuser) == fresh)
        #expect(fresh == small.fast(JointLabelFusion()).values)
        #expect(Self.fuse(large, with: fuser, fusingEach: true) == large.fast(JointLabelFusion()).values)
        let empty = Case(size: 24, atlasCount: 0, structureCount: 2, seed: 14)
        #expect(Self.fuse(empty, with: fuser).allSatisfy { $0.allSatisfy { $0 == 0 } })
    }

    /// On memory of the test's own, in which each atlas's picture overwrites the one before.
    private static func fuse(_ example: Case, with fuser: JointFuser, fusingEach: Bool = false) -> [[Float]] {
        let count = example.query.count
        let pictures = UnsafeMutablePointer<Float>.allocate(capacity: 3 * count)
        let shares = UnsafeMutablePointer<Float>.allocate(capacity: (example.candidates.count + 1) * 2 * count)
        defer {
            pictures.deallocate()
            shares.deallocate()
        }
        let (query, picture, inside) = (pictures, pictures + count, pictures + 2 * count)
        query.initialize(from: example.query, count: count)
        shares.initialize(repeating: .nan, count: 2 * count)
        let result = [shares, shares + count]
        var next = shares + 2 * count
        fuser.begin(query: query)
        for candidate in example.candidates {
            picture.initialize(from: candidate.picture, count: count)
            inside.initialize(from: candidate.inside, count: count)
            let own = [next, next + count]
            for (target, values) in zip(own, candidate.shares) { target.initialize(from: values, count: count) }
            fuser.add(picture: picture, inside: inside, shares: own.map { UnsafePointer($0) }, trust: candidate.trust)
            if fusingEach { fuser.fuse(into: result) }
            next += 2 * count
        }
        fuser.fuse(into: result)
        return result.map { Array(UnsafeBufferPointer(start: $0, count: count)) }
    }
}
