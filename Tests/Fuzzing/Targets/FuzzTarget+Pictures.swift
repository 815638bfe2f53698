import Imaging

extension FuzzTarget {
    /// Smaller than what is read otherwise: a picture of 268 million pixels is allowed, and takes its seconds.
    private static let limits = ImageLimits(side: 8192, pixels: 1 << 23, fileBytes: 1 << 26)

    /// Every format goes through the reader that tells them by their content, as an image and as a mask.
    private static func picture(
        _ name: String, _ seeds: @escaping @Sendable (FuzzSeeds) throws -> [[UInt8]]
    ) -> FuzzTarget {
        FuzzTarget(
            name: name,
            accepts: { bytes, _ in
                let isImage = takes {
                    let image = try ImageReader.grayscaleImage(from: bytes, named: name, limits: limits)
                    precondition(image.width > 0 && image.height > 0)
                }
                let isMask = takes {
                    let mask = try ImageReader.labelMap(from: bytes, named: name, limits: limits)
                    for index in Set(mask.indices) { _ = mask.label(ofIndex: index) }
                }
                return isImage || isMask
            }, seeds: seeds)
    }

    static var pictures: [FuzzTarget] {
        [
            picture("png") { _ in pngs() },
            picture("jpeg") { try $0.fixtures(".jpg") },
            picture("gif") { try $0.fixtures(".gif") },
            picture("dicom") { try $0.fixtures(".dcm") },
            picture("nifti") { try $0.fixtures(".nii", ".nii.gz", ".hdr") },
            picture("numpy") { try $0.fixtures(".npy") },
            picture("run-lengths") { seeds in
                try seeds.fixtures(".json")
                    + [
                        #"{"size": [6, 4], "counts": [5, 3, 16]}"#, #"{"size": [9, 9], "counts": "b0;1"}"#,
                        #"{"images": [{"id": 1, "width": 4, "height": 4}], "annotations": [{"id": 1, "image_id": 1, "#
                            + #""category_id": 2, "segmentation": {"size": [4, 4], "counts": [3, 5, 8]}}]}"#,
                    ].map { Array($0.utf8) }
            },
            FuzzTarget(
                name: "chexmask",
                accepts: { bytes, _ in
                    let text = String(decoding: bytes.dropFirst(2), as: UTF8.self)
                    let (width, height) = (Int(bytes.first ?? 0) + 1, Int(bytes.dropFirst().first ?? 0) + 1)
                    return takes {
                        _ = try RunLengthMask(startsAndLengths: text, width: width, height: height, named: "runs")
                            .labelMap
                    }
                },
                seeds: { _ in ["  1 3 8 2 40 1", "zz1 100", "@@", "  1 3 2 4", "  0 1"].map { Array($0.utf8) } }),
        ]
    }

    private static func pngs() -> [[UInt8]] {
        let (width, height) = (9, 7)
        let values = (0..<width * height).map { UInt8($0 * 37 % 256) }
        let grey = GrayscaleImage(width: width, height: height, samples: .eightBit(values))
        let deep = GrayscaleImage(width: width, height: height, samples: .sixteenBit(values.map { UInt16($0) * 257 }))
        let mask = LabelMap(width: width, height: height, indices: values.map { $0 % 3 })
        let wide = LabelMap(width: width, height: height, indices: values.map { $0 % 2 }, wideValues: [0, 700])
        return [PNGWriter.encode(grey), PNGWriter.encode(deep), PNGWriter.encode(mask), PNGWriter.encode(wide)]
    }
}
