import Glibc

#if DICOM

/// A window of values that is shown from black to white.
struct DICOMWindow {
    enum Function: String {
        case linear = "LINEAR"
        case linearExact = "LINEAR_EXACT"
        case sigmoid = "SIGMOID"
    }

    let centre: Double
    let width: Double
    let function: Function

    /// How white a value is, from 0 to 1 (PS3.3, C.11.2.1.2 and C.11.2.1.3).
    ///
    /// - Parameter step: from one grey level to the next.
    func share(_ value: Double, step: Double) -> Double {
        if function == .sigmoid { return 1 / (1 + exp(-4 * (value - centre) / width)) }
        let low = centre - width / 2
        let high = centre + width / 2 - (function == .linear ? lastLevel(step) : 0)
        return (value - low) / (high - low)
    }

    /// Whether it shows any grey: a window no wider than a grey level has only black and white.
    func isUsable(step: Double) -> Bool {
        width.isFinite && centre.isFinite && width > (function == .linear ? lastLevel(step) : step)
    }

    /// What a linear window does not count of its width: one, which stands for the last grey level. Where levels lie
    /// closer than that and the window is narrow, one would be many levels.
    private func lastLevel(_ step: Double) -> Double { step < 1 && width < 256 ? step : 1 }
}

/// A table of values, as modality and VOI tables are, and those of palettes.
struct DICOMTable {
    /// The value that has the first entry; lower ones have it too, and those beyond the last entry the last.
    let first: Int
    /// Of an entry: 8 to 16.
    let bits: Int
    /// Never empty.
    let entries: [UInt16]

    var top: Double { Double((1 << bits) - 1) }

    /// The entry of a value, between two entries a mixture of both: rescaled values need not be whole.
    func entry(_ value: Double) -> Double {
        let position = min(max(value - Double(first), 0), Double(entries.count - 1))
        let lower = Int(position)
        let upper = min(lower + 1, entries.count - 1)
        return Double(entries[lower]) + (position - Double(lower)) * (Double(entries[upper]) - Double(entries[lower]))
    }
}

/// The grey value of every stored value: the modality's rescale or table, then the first VOI table or the first window,
/// or else the full range of the stored bits; MONOCHROME1 inverted.
///
/// All of it is done in floating point and rounded once, so that no grey levels fall together on the way.
struct DICOMGreyTable {
    /// From 0 to ``top``, by the stored bits.
    let values: [UInt16]
    /// 255 where stored values of up to 8 bits are only stretched, otherwise 65,535.
    let top: Int

    init(_ header: DICOMHeader, modality: DICOMTable?, voi: DICOMTable?) {
        let step = modality == nil ? abs(header.slope) : 1
        let window = header.window.flatMap { $0.isUsable(step: step) ? $0 : nil }
        let isStretched = modality == nil && voi == nil && window == nil
        let top = isStretched && header.bitsStored <= 8 ? 255 : 65535
        let count = 1 << header.bitsStored
        let lowest = header.isSigned ? -(count / 2) : 0
        let range = Double(max(count - 1, 1))
        let isInverted = header.photometric == "MONOCHROME1"
        self.top = top
        values = (0..<count).map { bits in
            let stored = header.isSigned && bits >= count / 2 ? bits - count : bits
            let value = modality?.entry(Double(stored)) ?? Double(stored) * header.slope + header.intercept
            var share: Double
            if let voi {
                share = voi.entry(value) / voi.top
            } else if let window {
                share = window.share(value, step: step)
            } else if let modality {
                share = value / modality.top
            } else {
                share = Double(stored - lowest) / range
                if header.slope < 0 { share = 1 - share }
            }
            share = share > 0 ? min(share, 1) : 0
            return UInt16(((isInverted ? 1 - share : share) * Double(top)).rounded())
        }
    }
}
#endif
