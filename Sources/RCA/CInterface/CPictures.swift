import CRCA
import Files
import Imaging

/// Rows of numbers in the caller's memory.
private struct Rows {
    let pixels: UnsafeRawPointer
    let width: Int
    let height: Int
    let stride: Int

    init(
        _ pixels: UnsafeRawPointer?, width: Int32, height: Int32, stride: Int64, bytes: Int, named name: String
    ) throws(CFailure) {
        guard let pixels else { throw .argument(name, "has no pixels") }
        guard width > 0, height > 0 else { throw .argument(name, "is \(width) × \(height) pixels") }
        try reading { () throws(InputError) in
            try ImageLimits.standard.check(width: Int(width), height: Int(height), named: name)
        }
        let tight = Int(width) * bytes
        let stride = stride == 0 ? tight : Int(stride)
        guard height == 1 || stride.magnitude >= tight else {
            throw .argument(name, "has rows of \(tight) bytes, \(stride) bytes apart")
        }
        guard !stride.multipliedReportingOverflow(by: Int(height) - 1).overflow else {
            throw .argument(name, "has rows \(stride) bytes apart")
        }
        self.pixels = pixels
        self.width = Int(width)
        self.height = Int(height)
        self.stride = stride
    }

    func values<Value: BitwiseCopyable>(_ type: Value.Type) -> [Value] {
        Array(unsafeUninitializedCapacity: width * height) { values, count in
            let target = UnsafeMutableRawBufferPointer(values)
            let tight = width * MemoryLayout<Value>.stride
            for row in 0..<height {
                UnsafeMutableRawBufferPointer(rebasing: target[row * tight..<(row + 1) * tight]).copyMemory(
                    from: UnsafeRawBufferPointer(start: pixels + row * stride, count: tight))
            }
            count = width * height
        }
    }
}

extension GrayscaleImage {
    /// A copy of the caller's image.
    init(_ caller: UnsafePointer<rca_image>?, named name: String = "the image") throws(CFailure) {
        let image = try rca_image(from: caller, named: name)
        let bytes: [Int32: Int] = [RCA_UINT8: 1, RCA_UINT16: 2, RCA_FLOAT32: 4, RCA_FLOAT64: 8]
        guard let size = bytes[image.format] else { throw .argument(name, "has the unknown format \(image.format)") }
        let rows = try Rows(
            image.pixels, width: image.width, height: image.height, stride: image.row_stride, bytes: size, named: name)
        switch image.format {
        case RCA_UINT8:
            self.init(width: rows.width, height: rows.height, samples: .eightBit(rows.values(UInt8.self)))
        case RCA_UINT16:
            self.init(width: rows.width, height: rows.height, samples: .sixteenBit(rows.values(UInt16.self)))
        default:
            let numbers =
                image.format == RCA_FLOAT32 ? rows.values(Float.self).map(Double.init) : rows.values(Double.self)
            guard image.low.isFinite, image.high.isFinite, image.low <= image.high else {
                throw .argument(name, "has a range from \(image.low) to \(image.high)")
            }
            self = try reading { () throws(InputError) in
                try GrayscaleImage(
                    width: rows.width, height: rows.height, numbers: numbers,
                    range: image.low < image.high ? image.low...image.high : nil, named: name)
            }
        }
    }
}

extension LabelMap {
    /// A copy of the caller's mask.
    init(_ caller: UnsafePointer<rca_mask>?, named name: String) throws(CFailure) {
        let mask = try rca_mask(from: caller, named: name)
        guard mask.format == RCA_UINT8 || mask.format == RCA_UINT16 else {
            throw .argument(name, "has the format \(mask.format), which is neither RCA_UINT8 nor RCA_UINT16")
        }
        let rows = try Rows(
            mask.pixels, width: mask.width, height: mask.height, stride: mask.row_stride,
            bytes: mask.format == RCA_UINT8 ? 1 : 2, named: name)
        if mask.format == RCA_UINT8 {
            self.init(width: rows.width, height: rows.height, indices: rows.values(UInt8.self))
        } else {
            self = try reading { () throws(InputError) in
                try LabelMap(width: rows.width, height: rows.height, labels: rows.values(UInt16.self), named: name)
            }
        }
    }
}
