import Foundation
import Imaging
import TestSupport

extension Picture {
    static func textures() -> [Picture] {
        [
            bricks(), woodGrain(), gravel(), cloth(), sand(), zebra(), scales(), marble(), leaf(),
            Picture("checkerboard", .foreign) { x, y in (Int(x * 8) + Int(y * 8)) % 2 == 0 ? 0.9 : 0.1 },
            Picture("concentric rings", .foreign) { x, y in 0.5 + 0.5 * sin(hypot(x - 0.5, y - 0.5) * 80) },
        ]
    }

    private static func bricks() -> Picture {
        let noise = LatticeNoise(seed: 1)
        return Picture("bricks", .foreign, width: 640, height: 480) { x, y in
            let row = Int(y * 9)
            let shifted = x * 4.5 + (row % 2 == 0 ? 0 : 0.5)
            let (inX, inY) = (wrapped(shifted, 1), wrapped(y * 9, 1))
            let isMortar = inX < 0.06 || inY < 0.12
            let brick = 0.35 + 0.25 * noise.cell(Int(shifted), row) + 0.1 * inY
            return (isMortar ? 0.8 : brick) + 0.12 * noise.fractal(x * 30, y * 30)
        }
    }

    private static func woodGrain() -> Picture {
        let noise = LatticeNoise(seed: 2)
        return Picture("wood grain", .foreign, width: 600, height: 450) { x, y in
            let board = Int(x * 5)
            let along = y * 1.5 + 7 * Float(board)
            let rings = hypot(wrapped(x, 0.2) - 0.1 + 0.04 * noise.fractal(x * 3, along), 0.05 * along)
            return 0.5 + 0.22 * sin(rings * 260) + 0.15 * noise.fractal(x * 90, y * 4)
                - (wrapped(x, 0.2) < 0.004 ? 0.4 : 0) + 0.15 * noise.cell(board, 0)
        }
    }

    private static func gravel() -> Picture {
        let noise = LatticeNoise(seed: 3)
        return Picture("gravel", .foreign) { x, y in
            let (scaledX, scaledY) = (x * 22, y * 22)
            var (nearest, second, stone): (Float, Float, Float) = (9, 9, 0)
            for row in Int(scaledY) - 1...Int(scaledY) + 1 {
                for column in Int(scaledX) - 1...Int(scaledX) + 1 {
                    let centreX = Float(column) + noise.cell(column, row)
                    let centreY = Float(row) + noise.cell(column + 31, row + 17)
                    let distance = hypot(scaledX - centreX, scaledY - centreY)
                    if distance < nearest {
                        (nearest, second, stone) = (distance, nearest, noise.cell(column + 7, row + 3))
                    } else {
                        second = min(second, distance)
                    }
                }
            }
            return smoothStep(0, 0.25, second - nearest) * (0.3 + 0.6 * stone) * (1 - 0.4 * nearest)
        }
    }

    private static func cloth() -> Picture {
        let noise = LatticeNoise(seed: 4)
        return Picture("woven cloth", .foreign) { x, y in
            let (column, row) = (Int(x * 40), Int(y * 40))
            let over = (column + row) % 2 == 0
            let (inX, inY) = (wrapped(x * 40, 1) - 0.5, wrapped(y * 40, 1) - 0.5)
            let thread = over ? 1 - 3 * inX * inX : 1 - 3 * inY * inY
            let isStripe = (over ? column : row) % 10 < 3
            return thread * (isStripe ? 0.35 : 0.75) + 0.1 * noise.fractal(x * 6, y * 6)
        }
    }

    private static func sand() -> Picture {
        let noise = LatticeNoise(seed: 5)
        return Picture("sand ripples", .foreign, width: 700, height: 500) { x, y in
            let phase = y * 16 + 2.5 * noise.fractal(x * 2, y * 2) + 0.6 * x
            return 0.55 + 0.25 * sin(2 * .pi * phase) + 0.12 * noise.fractal(x * 60, y * 60)
        }
    }

    private static func zebra() -> Picture {
        let noise = LatticeNoise(seed: 6)
        return Picture("zebra stripes", .foreign) { x, y in
            smoothStep(-0.2, 0.2, sin(2 * .pi * (x * 7 + 1.8 * noise.fractal(x * 2.5, y * 2.5)))) * 0.8 + 0.1
        }
    }

    private static func scales() -> Picture {
        let noise = LatticeNoise(seed: 7)
        return Picture("roof tiles", .foreign, width: 480, height: 640) { x, y in
            let row = Int(y * 12)
            let inX = wrapped(x * 10 + (row % 2 == 0 ? 0.5 : 0), 1) - 0.5
            let inY = wrapped(y * 12, 1)
            let isInside = inX * inX * 3 + inY * inY * 0.9 < 0.95
            let shade = 0.75 - 0.5 * inY + 0.15 * noise.cell(Int(x * 10), row)
            return (isInside ? shade : 0.1) + 0.06 * noise.fractal(x * 40, y * 40)
        }
    }

    private static func marble() -> Picture {
        let noise = LatticeNoise(seed: 8)
        return Picture("marble", .foreign) { x, y in
            0.85 - 0.7 * pow(1 - abs(sin((x + y) * 9 + 4 * noise.fractal(x * 4, y * 4))), 4)
        }
    }

    private static func leaf() -> Picture {
        let noise = LatticeNoise(seed: 9)
        return Picture("fern", .foreign, width: 512, height: 640) { x, y in
            let stem = abs(x - 0.4 - 0.06 * sin(y * 4))
            let reach = 0.3 * (1 - abs(y - 0.6) * 1.3)
            let branch = wrapped(y * 14 + stem * 12, 1)
            let isLeaf = stem < reach && branch < 0.55 - 0.4 * stem / max(reach, 0.01)
            let soil = 0.25 + 0.3 * noise.fractal(x * 12, y * 12)
            return stem < 0.006 ? 0.9 : (isLeaf ? 0.55 + 0.4 * (0.5 - branch) : soil)
        }
    }
}
