import Files

/// A picture whose pixels are numbers of colours in a palette.
struct PalettePicture {
    let width: Int
    let height: Int
    let indices: [UInt8]
    let palette: [RGBColor]

    /// The picture as luminance: `0.299 R + 0.587 G + 0.114 B`, as of a PNG.
    ///
    /// - Throws: ``InputError`` where a pixel has no colour.
    func grayscaleImage(named name: String) throws(InputError) -> GrayscaleImage {
        let grey = palette.map { colour -> UInt8 in
            // ITU-R BT.601 in 16-bit fixed point.
            let (red, green, blue) = (Int(colour.red), Int(colour.green), Int(colour.blue))
            let sum: Int = 19595 * red + 38470 * green + 7471 * blue
            return UInt8((sum + 32768) >> 16)
        }
        if let index = indices.max(), Int(index) >= grey.count {
            throw InputError(
                .fileDamaged, name, "is damaged (a pixel has colour \(index) of \(grey.count))",
                remedy: "copy or export it again")
        }
        return GrayscaleImage(width: width, height: height, samples: .eightBit(indices.map { grey[Int($0)] }))
    }

    /// The picture as labels: its grey values where the palette is grey, otherwise the numbers of its colours.
    ///
    /// GIF has no grey pixels, only palettes of greys, and programs sort them as they like: there the grey value is
    /// what was meant.
    var labelMap: LabelMap {
        var isUsed = [Bool](repeating: false, count: 256)
        for index in indices { isUsed[Int(index)] = true }
        let used = isUsed.indices.filter { isUsed[$0] }
        let greys = used.compactMap { index -> UInt8? in
            guard index < palette.count else { return nil }
            let colour = palette[index]
            return colour.red == colour.green && colour.green == colour.blue ? colour.red : nil
        }
        guard greys.count == used.count, Set(greys).count == greys.count else {
            return LabelMap(width: width, height: height, indices: indices)
        }
        return LabelMap(width: width, height: height, indices: indices.map { palette[Int($0)].red })
    }
}
