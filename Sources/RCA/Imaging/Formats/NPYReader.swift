import Files

/// Reads NumPy's array files (`numpy.lib.format`, versions 1 to 3) of one picture.
///
/// An array has two sides, rows first; further sides of length 1 do not count. Both byte orders, and C and Fortran
/// order, are read; so are booleans, whole numbers of 8 to 64 bits and floats of 16 to 64.
enum NPYReader {
    /// - Throws: ``InputError`` for an array of another shape or type, and a file that is cut short.
    static func plane(
        from bytes: [UInt8], named name: String, limits: ImageLimits = .standard
    ) throws(InputError) -> SamplePlane {
        let header = try Header(bytes, named: name)
        let sides = header.shape.count > 2 ? header.shape.filter { $0 != 1 } : header.shape
        guard sides.count == 2, let height = sides.first, let width = sides.last, width > 0, height > 0 else {
            let shape = "(\(header.shape.map(String.init).joined(separator: ", ")))"
            let isColoured = header.shape.count == 3 && (3...4).contains(header.shape[2])
            throw InputError(
                .formatUnsupported, name,
                "is a NumPy array of shape \(shape), not of rows and columns\(isColoured ? ": it has colours" : "")",
                remedy: "save one picture a file, as a two-dimensional array")
        }
        try limits.check(width: width, height: height, named: name)
        let needed = width * height * header.type.bytes
        guard bytes.count - header.dataOffset >= needed else {
            throw InputError(
                .fileDamaged, name, "ends before its picture does (\(bytes.count) bytes)",
                remedy: "copy or export it again")
        }
        guard bytes.count - header.dataOffset == needed else {
            throw InputError(
                .fileDamaged, name, "has \(bytes.count - header.dataOffset - needed) bytes behind its picture",
                remedy: "copy or export it again")
        }
        let samples = header.type.samples(
            bytes, from: header.dataOffset, count: width * height, isBigEndian: header.isBigEndian, scaling: nil)
        guard header.isFortranOrder else { return SamplePlane(width: width, height: height, samples: samples) }
        return SamplePlane(width: height, height: width, samples: samples).turned(
            PictureTurn(transposed: true, flippedAcross: false, flippedDown: false, width: height, height: width))
    }
}

extension NPYReader {
    /// The dictionary before the numbers: `{'descr': '<u2', 'fortran_order': False, 'shape': (512, 512), }`.
    struct Header {
        let type: SampleType
        let isBigEndian: Bool
        let isFortranOrder: Bool
        let shape: [Int]
        let dataOffset: Int

        init(_ bytes: [UInt8], named name: String) throws(InputError) {
            func damaged(_ problem: String) -> InputError {
                InputError(.fileDamaged, name, problem, remedy: "copy or export it again")
            }
            guard bytes.count >= 12 else { throw damaged("ends within its header") }
            guard (1...3).contains(bytes[6]) else {
                throw InputError(
                    .formatUnsupported, name, "is a NumPy file of version \(bytes[6]), which is not read",
                    remedy: "save it with numpy.save")
            }
            let isShort = bytes[6] == 1
            let length =
                isShort
                ? Int(bytes[8]) | Int(bytes[9]) << 8
                : Int(bytes[8]) | Int(bytes[9]) << 8 | Int(bytes[10]) << 16 | Int(bytes[11]) << 24
            let start = isShort ? 10 : 12
            guard length <= bytes.count - start else { throw damaged("ends within its header") }
            dataOffset = start + length
            let text = String(decoding: bytes[start..<dataOffset], as: UTF8.self)
            guard let order = Self.value("fortran_order", in: text), let sides = Self.value("shape", in: text),
                let descriptor = Self.value("descr", in: text), let shape = Self.numbers(sides)
            else { throw damaged("has a NumPy header that cannot be read") }
            self.shape = shape
            isFortranOrder = order.hasPrefix("True")
            guard let (type, isBigEndian) = Self.type(descriptor) else {
                let shown = descriptor.prefix { $0 != "," && $0 != "}" }
                throw InputError(
                    .formatUnsupported, name, "is a NumPy array of type \(shown), which is no number of a picture",
                    remedy: "save it as uint8, uint16 or float32 (array.astype)")
            }
            self.type = type
            self.isBigEndian = isBigEndian
        }

        /// What follows a key's colon.
        private static func value(_ key: String, in text: String) -> Substring? {
            for quote in ["'", "\""] {
                let quoted = Array((quote + key + quote).utf8)
                let bytes = Array(text.utf8)
                guard bytes.count >= quoted.count else { continue }
                for start in 0...(bytes.count - quoted.count)
                where bytes[start..<start + quoted.count].elementsEqual(quoted) {
                    let rest = String(decoding: bytes[(start + quoted.count)...], as: UTF8.self).drop { $0 == " " }
                    guard rest.first == ":" else { return nil }
                    return rest.dropFirst().drop { $0 == " " }
                }
            }
            return nil
        }

        /// The numbers of a tuple.
        private static func numbers(_ text: Substring) -> [Int]? {
            guard text.first == "(", let end = text.firstIndex(of: ")") else { return nil }
            var numbers: [Int] = []
            for part in text[text.index(after: text.startIndex)..<end].split(separator: ",") {
                let digits = part.filter { $0 != " " && $0 != "L" }
                if digits.isEmpty { continue }
                guard let number = Int(digits), number >= 0 else { return nil }
                numbers.append(number)
            }
            return numbers
        }

        /// The type of `'<u2'`: byte order, kind, bytes.
        private static func type(_ text: Substring) -> (SampleType, isBigEndian: Bool)? {
            guard let quote = text.first, quote == "'" || quote == "\"" else { return nil }
            let code = text.dropFirst().prefix { $0 != quote }
            guard code.count == 3, let order = code.first, "<>|=".contains(order),
                let bytes = code.last?.wholeNumberValue
            else { return nil }
            let kind: SampleType.Kind
            switch (code.dropFirst().first, bytes) {
            case ("b", 1), ("?", 1): kind = .boolean
            case ("u", 1), ("u", 2), ("u", 4), ("u", 8): kind = .unsigned
            case ("i", 1), ("i", 2), ("i", 4), ("i", 8): kind = .signed
            case ("f", 2), ("f", 4), ("f", 8): kind = .floating
            default: return nil
            }
            return (SampleType(kind: kind, bytes: bytes), order == ">")
        }
    }
}
