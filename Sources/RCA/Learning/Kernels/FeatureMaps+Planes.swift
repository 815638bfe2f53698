import Vectors

extension FeatureMaps {
    /// Fills the maps of one picture from `channels` planes of side × side numbers.
    package func load(_ planes: UnsafePointer<Float>, picture: Int) {
        for channel in 0..<channels {
            for row in 0..<side {
                let source = planes + (channel * side + row) * side
                let target = self.row(row, of: picture) + channel
                for column in 0..<side { target[column &* stride] = source[column] }
            }
        }
    }

    /// Takes the maps of one picture apart into `channels` planes of side × side numbers.
    package func unload(picture: Int, into planes: UnsafeMutablePointer<Float>) {
        for channel in 0..<channels {
            for row in 0..<side {
                let source = self.row(row, of: picture) + channel
                let target = planes + (channel * side + row) * side
                for column in 0..<side { target[column] = source[column &* stride] }
            }
        }
    }

    /// The sum of two maps: `self += other`. Its gradient goes to both unchanged.
    ///
    /// - Precondition: the same pictures, side and channels, a multiple of eight.
    package func add(_ other: FeatureMaps) {
        precondition(
            pictures == other.pictures && side == other.side && channels == other.channels && channels % 8 == 0)
        for picture in 0..<pictures {
            for row in 0..<side {
                let (target, source) = (self.row(row, of: picture), other.row(row, of: picture))
                for column in 0..<side {
                    for channel in Swift.stride(from: 0, to: channels, by: 8) {
                        let sum = target + (column &* stride &+ channel)
                        Lanes.write(
                            Lanes.read(sum) + Lanes.read(source + (column &* other.stride &+ channel)), sum)
                    }
                }
            }
        }
    }

    /// Adds each channel's sum over all pixels of all pictures: the gradient of a bias.
    package func addSums(to sums: UnsafeMutablePointer<Float>) {
        for picture in 0..<pictures {
            for row in 0..<side {
                let source = self.row(row, of: picture)
                for column in 0..<side {
                    for channel in 0..<channels { sums[channel] += source[column &* stride &+ channel] }
                }
            }
        }
    }
}

extension FeatureMaps {
    /// Calls `body` for every eight channels of every pixel, with where they lie here and in other maps.
    ///
    /// - Precondition: all have the same pictures, side and channels, a multiple of eight.
    @inline(__always)
    func forEachEight(
        _ other: FeatureMaps, _ body: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>) -> Void
    ) {
        forEachEight(other, other) { own, second, _ in body(own, second) }
    }

    @inline(__always)
    func forEachEight(
        _ other: FeatureMaps, _ third: FeatureMaps,
        _ body: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>) -> Void
    ) {
        precondition(isLike(other) && isLike(third) && channels % 8 == 0, "maps of other sizes")
        for picture in 0..<pictures {
            for row in 0..<side {
                let (a, b, c) = (
                    self.row(row, of: picture), other.row(row, of: picture), third.row(row, of: picture)
                )
                for column in 0..<side {
                    for channel in Swift.stride(from: 0, to: channels, by: 8) {
                        body(
                            a + (column &* stride &+ channel), b + (column &* other.stride &+ channel),
                            c + (column &* third.stride &+ channel))
                    }
                }
            }
        }
    }

    private func isLike(_ other: FeatureMaps) -> Bool {
        pictures == other.pictures && side == other.side && channels == other.channels
    }

    /// Zero for every number, without the frame.
    func clear() { forEachEight(self) { target, _ in Lanes.write(.zero, target) } }

    /// The same numbers as in other maps.
    func copy(_ other: FeatureMaps) { forEachEight(other) { Lanes.write(Lanes.read($1), $0) } }
}
