/// NumPy's array file, version 1.0 (`numpy.lib.format`), of little-endian float32 in C order.
public enum NPY {
    /// A whole file: `numpy.load` gives back `values` as float32 of that shape.
    ///
    /// Not-a-number and infinities keep their bits. A shape of no sides is a scalar of one value; a side of
    /// zero is an empty array.
    ///
    /// - Precondition: no side is negative, and `values` holds the product of `shape`, the last index fastest.
    public static func encode(shape: [Int], values: [Float]) -> [UInt8] {
        precondition(shape.allSatisfy { $0 >= 0 } && values.count == shape.reduce(1, *), "values do not fill the shape")
        // A tuple of one needs its comma in Python.
        let sides = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
        let dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(sides)), }"
        let preamble = 10
        // The format asks for values that begin at a multiple of 64 bytes, after padding and a newline.
        let padding = (64 - (preamble + dictionary.utf8.count + 1) % 64) % 64
        let headerCount = dictionary.utf8.count + padding + 1
        precondition(headerCount <= UInt16.max, "the shape has too many sides")

        var bytes: [UInt8] = []
        bytes.reserveCapacity(preamble + headerCount + 4 * values.count)
        bytes += [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(headerCount & 0xff), UInt8(headerCount >> 8)]
        bytes += dictionary.utf8
        bytes += repeatElement(UInt8(ascii: " "), count: padding) + [UInt8(ascii: "\n")]
        for value in values {
            let bits = value.bitPattern
            bytes.append(UInt8(truncatingIfNeeded: bits))
            bytes.append(UInt8(truncatingIfNeeded: bits >> 8))
            bytes.append(UInt8(truncatingIfNeeded: bits >> 16))
            bytes.append(UInt8(truncatingIfNeeded: bits >> 24))
        }
        return bytes
    }
}
