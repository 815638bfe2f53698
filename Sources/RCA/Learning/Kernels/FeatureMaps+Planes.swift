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
