import Imaging

/// A reference set in one file: everything worked out, mapped into memory, versioned and checksummed.
///
/// Layout: ``FileHead``, marked by `RCA references\n` and a zero; zeros to a multiple of 4096; one block a reference; the
/// networks, where there are some; the network that registers, where there is one. The header holds the CRC-32C of every
/// block and network.
package enum ReferenceBundle {
    /// Raised whenever the bytes of a block or their meaning change. A bundle without networks.
    package static let formatVersion: UInt32 = 4
    /// A bundle with networks that see the structures, and nothing newer.
    package static let learnedFormatVersion: UInt32 = 5
    /// A bundle with networks that see the sides of the body, or one that registers, which programs before them do not
    /// know.
    package static let latestFormatVersion: UInt32 = 6

    package static let formatVersions = formatVersion...latestFormatVersion

    /// The format of a bundle that holds a set.
    package static func version(of set: ReferenceSet) -> UInt32 {
        version(
            hasNetworks: set.networks != nil, isLatest: set.networks?.laterality != nil || set.registration != nil)
    }

    /// The format of a bundle that holds what this header names.
    static func version(of header: Header) -> UInt32 {
        version(
            hasNetworks: header.networks != nil,
            isLatest: header.networks?.laterality != nil || header.registration != nil)
    }

    private static func version(hasNetworks: Bool, isLatest: Bool) -> UInt32 {
        isLatest ? latestFormatVersion : hasNetworks ? learnedFormatVersion : formatVersion
    }

    static let magic = Array("RCA references\n\0".utf8)
    static let alignment = 4096

    struct Header: Codable {
        var structures: [Structure]
        var parameters: ReferenceParameters
        var digest: String
        /// Worked out when the bundle was built.
        var statistics: ReferenceStatistics?
        /// Worked out when the bundle was built.
        var calibration: PosteriorCalibration?
        var references: [Entry]
        /// Nil in a bundle without networks.
        var networks: Networks?
        /// Nil in a bundle without a network that registers.
        var registration: Registration?

        struct Entry: Codable {
            var name: String
            var crc32c: UInt32
        }

        struct Networks: Codable {
            var calibration: PosteriorCalibration?
            var entries: [Network]
            /// Nil in bundles of earlier programs.
            var quality: OpinionQuality?
            /// Nil in a bundle without such networks. Their bytes follow the others'.
            var laterality: Laterality?

            var allEntries: [Network] { entries + (laterality?.entries ?? []) }

            /// Of all networks; nil where a size is none, or their sum is more than any file has.
            var byteCount: Int? {
                var sum = 0
                for entry in allEntries {
                    guard (0...Network.mostBytes).contains(entry.byteCount), sum <= Network.mostBytes else {
                        return nil
                    }
                    sum += entry.byteCount
                }
                return sum
            }
        }

        struct Laterality: Codable {
            var model: LateralityModel?
            var entries: [Network]
        }

        struct Registration: Codable {
            var variant: RegistrationVariant
            var statistics: ReferenceStatistics?
            var calibration: PosteriorCalibration?
            /// Nil in bundles of earlier programs.
            var quality: RegistrationQuality?
            var network: Network
        }

        /// A network's bytes.
        struct Network: Codable {
            var byteCount: Int
            var crc32c: UInt32

            /// Far more than any network has.
            static let mostBytes = 1 << 40
        }
    }

    /// Whether the file begins like a bundle, of any version.
    package static func isBundle(_ path: String) -> Bool {
        guard let bytes = try? InputFile.read(at: path, maximumBytes: .max, first: magic.count) else { return false }
        return bytes == magic
    }

    /// - Parameter command: the one of `rca-cli reference` that makes the damaged part.
    static func damaged(_ path: String, _ problem: String, madeBy command: String = "build") -> InputError {
        let what = path.hasSuffix(NetworksFile.ending) ? "file of networks" : "reference bundle"
        return InputError(
            .fileDamaged, path, "the \(what) is damaged: \(problem)",
            remedy: "copy it again, or make it again with 'rca-cli reference \(command)'")
    }

    static func integer(_ memory: ReferenceMemory, at offset: Int) -> UInt32 {
        memory.bytes(at: offset, count: 4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Where the first block stands, behind a header that ends at `end`.
    static func blockOffset(behind end: Int) -> Int { (end + alignment - 1) / alignment * alignment }

    static func firstBlock(of memory: ReferenceMemory) -> Int {
        blockOffset(behind: FileHead.prefixLength + Int(integer(memory, at: 20)))
    }
}
