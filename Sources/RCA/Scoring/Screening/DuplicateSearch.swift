package import Files
import NumericSupport

/// Finds which of many images show the same radiograph.
///
/// Coarse features of all fingerprints are compared with one another, block by block, in matrix products. Of pairs that
/// are alike there, about one in a thousand, the fingerprints are compared at a few shifts and scales, and what is alike
/// there too is moved over one another until it fits best. The time grows with the square of the number of images. The
/// result depends on the images and their order alone.
package struct DuplicateSearch: Sendable {
    /// What an image repeats.
    package struct Match: Sendable, Equatable {
        /// Position of the first image that shows the radiograph.
        package let first: Int
        /// The correlation of the fingerprints with those most alike, in [−1, 1]; 1 for the same file.
        package var similarity: Float
        /// Whether an earlier file has the same content.
        package let isSameFile: Bool
    }

    /// Pairs below this are not looked at in full.
    static let leastCoarse: Float = 0.8
    /// From here on two fingerprints are of one radiograph. Of 66 JSRT references, compressed (JPEG at 40), scaled (130²
    /// pixels), inverted, with another gamma, with noise, burnt-in text or margins, none falls below 0.93; no two of
    /// different patients are above 0.83.
    package static let leastSimilarity: Float = 0.9

    private var fingerprints: [RadiographFingerprint] = []
    private var files: [FileDigest?] = []

    package init() {}

    /// - Parameter file: what the image's file is known by.
    package mutating func add(_ fingerprint: RadiographFingerprint, file: FileDigest?) {
        fingerprints.append(fingerprint)
        files.append(file)
    }

    /// What each image repeats; nil for the first of a radiograph. The same for any number of threads.
    package func matches(threads: Int) -> [Match?] {
        var sets = DisjointSets(count: fingerprints.count)
        var similarity = [Float](repeating: 0, count: fingerprints.count)
        func join(_ first: Int, _ second: Int, _ value: Float) {
            sets.join(first, second)
            similarity[first] = max(similarity[first], value)
            similarity[second] = max(similarity[second], value)
        }
        var firstOfFile: [File: Int] = [:]
        var sameFile = [Int?](repeating: nil, count: fingerprints.count)
        var firstOfPrint: [RadiographFingerprint: Int] = [:]
        for (index, fingerprint) in fingerprints.enumerated() {
            if let file = files[index] {
                let key = File(checksum: file.checksum, size: file.size, fingerprint: fingerprint)
                if let first = firstOfFile[key] {
                    sameFile[index] = first
                    join(first, index, 1)
                } else {
                    firstOfFile[key] = index
                }
            }
            guard !fingerprint.isEmpty else { continue }
            if let first = firstOfPrint[fingerprint] {
                join(first, index, 1)
            } else {
                firstOfPrint[fingerprint] = index
            }
        }
        let different = firstOfPrint.values.sorted()
        for isFramed in [true, false] {
            let places = different.filter { fingerprints[$0].isFramed == isFramed }
            let comparison = FingerprintComparison(places.map { fingerprints[$0] }, isFramed: isFramed)
            for pair in comparison.alike(threads: threads) {
                join(places[pair.first], places[pair.second], pair.similarity)
            }
        }
        return fingerprints.indices.map { index in
            let first = sets.first(of: index)
            return first == index
                ? nil : Match(first: first, similarity: similarity[index], isSameFile: sameFile[index] != nil)
        }
    }

    private struct File: Hashable {
        let checksum: UInt32
        let size: Int
        let fingerprint: RadiographFingerprint
    }
}
