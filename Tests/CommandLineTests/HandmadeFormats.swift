import Foundation
import Imaging

/// Files of other formats than PNG, put together byte by byte as their specifications say: 8-bit pictures.
enum HandmadeFormats {
    /// NumPy, version 1.0.
    static func npy(_ pixels: [UInt8], width: Int, height: Int) -> [UInt8] {
        var header = "{'descr': '|u1', 'fortran_order': False, 'shape': (\(height), \(width)), }"
        while (header.utf8.count + 11) % 64 != 0 { header += " " }
        header += "\n"
        return [0x93] + Array("NUMPY".utf8) + [1, 0] + little(header.utf8.count, 2) + Array(header.utf8) + pixels
    }

    /// NIfTI-1: the first side across.
    /// - Parameter directions: of the three sides in the patient, as an affine's diagonal; nil for no orientation.
    static func nifti(_ pixels: [UInt8], width: Int, height: Int, directions: [Float]? = nil) -> [UInt8] {
        var header = [UInt8](repeating: 0, count: 352)
        func put(_ bytes: [UInt8], at offset: Int) {
            header.replaceSubrange(offset..<offset + bytes.count, with: bytes)
        }
        put(little(348, 4), at: 0)
        for (index, side) in [2, width, height, 1, 1, 1, 1, 1].enumerated() { put(little(side, 2), at: 40 + 2 * index) }
        put(little(2, 2), at: 70)
        put(little(8, 2), at: 72)
        put(little(Int(Float(352).bitPattern), 4), at: 108)
        put(Array("n+1\0".utf8), at: 344)
        if let directions {
            put(little(1, 2), at: 254)
            for (row, value) in directions.enumerated() { put(little(Int(value.bitPattern), 4), at: 280 + 20 * row) }
        }
        return header + pixels
    }

    /// DICOM, explicit little-endian, a secondary capture of 8 bits without window.
    /// - Parameter spacing: rows and columns in mm, as the attribute writes them.
    static func dicom(_ pixels: [UInt8], width: Int, height: Int, spacing: String? = nil) -> [UInt8] {
        func element(_ group: Int, _ number: Int, _ kind: String, _ value: [UInt8]) -> [UInt8] {
            let padded = value.count.isMultiple(of: 2) ? value : value + [0]
            let length = kind == "OB" ? [0, 0] + little(padded.count, 4) : little(padded.count, 2)
            return little(group, 2) + little(number, 2) + Array(kind.utf8) + length + padded
        }
        func text(_ text: String) -> [UInt8] { Array(text.utf8) }
        let capture = text("1.2.840.10008.5.1.4.1.1.7")
        let head =
            element(2, 2, "UI", capture) + element(2, 3, "UI", text("1.2.3"))
            + element(2, 0x10, "UI", text("1.2.840.10008.1.2.1"))
        var bytes = [UInt8](repeating: 0, count: 128) + text("DICM") + element(2, 0, "UL", little(head.count, 4)) + head
        bytes += element(8, 0x16, "UI", capture) + element(0x28, 2, "US", little(1, 2))
        bytes += element(0x28, 4, "CS", text("MONOCHROME2 ")) + element(0x28, 0x10, "US", little(height, 2))
        bytes += element(0x28, 0x11, "US", little(width, 2))
        if let spacing { bytes += element(0x28, 0x30, "DS", text(spacing)) }
        bytes += element(0x28, 0x100, "US", little(8, 2))
        bytes += element(0x28, 0x101, "US", little(8, 2)) + element(0x28, 0x102, "US", little(7, 2))
        bytes += element(0x28, 0x103, "US", little(0, 2)) + element(0x7fe0, 0x10, "OB", pixels)
        return bytes
    }

    /// GIF of up to 128 greys, each colour's number its grey. Codes stay 8 bits long, as the table is cleared in time.
    static func gif(_ pixels: [UInt8], width: Int, height: Int) -> [UInt8] {
        var bytes = Array("GIF89a".utf8) + little(width, 2) + little(height, 2) + [0xf6, 0, 0]
        for grey in 0..<128 { bytes += [UInt8(grey), UInt8(grey), UInt8(grey)] }
        bytes += [0x2c, 0, 0, 0, 0] + little(width, 2) + little(height, 2) + [0, 7]
        var codes: [UInt8] = []
        for (index, pixel) in pixels.enumerated() {
            if index.isMultiple(of: 100) { codes.append(128) }
            codes.append(pixel)
        }
        codes.append(129)
        for start in stride(from: 0, to: codes.count, by: 255) {
            let block = codes[start..<min(start + 255, codes.count)]
            bytes += [UInt8(block.count)] + block
        }
        return bytes + [0, 0x3b]
    }

    /// COCO's run-length mask of the pixels that are not 0.
    static func runLength(_ pixels: [UInt8], width: Int, height: Int) -> [UInt8] {
        var counts: [Int] = []
        var isInside = false
        var run = 0
        for x in 0..<width {
            for y in 0..<height {
                if (pixels[y * width + x] != 0) != isInside {
                    counts.append(run)
                    run = 0
                    isInside.toggle()
                }
                run += 1
            }
        }
        counts.append(run)
        return Array("{\"size\": [\(height), \(width)], \"counts\": \(counts)}".utf8)
    }

    private static func little(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
