import Foundation
import Imaging
import TestSupport

/// What else hospitals have in the same archives: other parts of the body, other ways of taking pictures, papers.
extension Picture {
    static func medical() -> [Picture] {
        [
            hand(), skull(), knee(), pelvis(), foot(), spine(), brain(), abdomen(), ultrasound(), mammogram(), fundus(),
            teeth(), cells(), electrocardiogram(), chart(), code(), testPattern(), fingerprint(), moon(), map(),
        ]
    }

    /// The distance from a point to a stretch between two others.
    private static func distance(_ x: Float, _ y: Float, _ a: (x: Float, y: Float), _ b: (x: Float, y: Float)) -> Float
    {
        let (dx, dy) = (b.x - a.x, b.y - a.y)
        let along = min(max(((x - a.x) * dx + (y - a.y) * dy) / max(dx * dx + dy * dy, 1e-9), 0), 1)
        return hypot(x - a.x - along * dx, y - a.y - along * dy)
    }

    /// A bone: bright at its rim, a little darker inside, thicker at its ends.
    private static func bone(
        _ x: Float, _ y: Float, _ a: (x: Float, y: Float), _ b: (x: Float, y: Float), _ width: Float
    ) -> Float {
        let ends = min(hypot(x - a.x, y - a.y), hypot(x - b.x, y - b.y))
        let radius = width * (1 + 0.5 * smoothStep(3 * width, 0, ends))
        let off = distance(x, y, a, b) / radius
        return off > 1 ? 0 : 0.45 + 0.4 * off * off
    }

    private static func ellipse(_ x: Float, _ y: Float, _ cx: Float, _ cy: Float, _ rx: Float, _ ry: Float) -> Float {
        hypot((x - cx) / rx, (y - cy) / ry)
    }

    private static func hand() -> Picture {
        Picture("X-ray of a hand", .other, width: 400, height: 512) { x, y in
            var (flesh, grey): (Float, Float) = (distance(x, y, (0.39, 0.9), (0.39, 0.6)) - 0.12, 0)
            for finger in 0..<5 {
                let angle = -0.75 + 0.33 * Float(finger)
                var start = (x: 0.39 + 0.5 * angle * 0.3, y: Float(0.66))
                for (bone, length) in [Float(0.17), 0.1, 0.07, 0.05].enumerated() where finger > 0 || bone < 3 {
                    let end = (x: start.x + length * sin(angle), y: start.y - length * cos(angle))
                    grey = max(grey, self.bone(x, y, start, end, 0.014 - 0.002 * Float(bone)))
                    flesh = min(flesh, distance(x, y, start, end) - 0.035)
                    start = (end.x + 0.012 * sin(angle), end.y - 0.012 * cos(angle))
                }
            }
            for arm: Float in [0.34, 0.43] { grey = max(grey, bone(x, y, (arm, 0.74), (arm, 1.1), 0.022)) }
            return 0.04 + 0.22 * smoothStep(0.01, -0.02, flesh) + grey * 0.75
        }
    }

    private static func skull() -> Picture {
        let noise = LatticeNoise(seed: 61)
        return Picture("X-ray of a skull", .other) { x, y in
            let vault = ellipse(x, y, 0.5, 0.42, 0.33, 0.36)
            guard vault < 1 || (abs(x - 0.5) < 0.22 && y > 0.5 && y < 0.95) else { return 0.03 }
            var grey: Float = 0.5 + 0.35 * smoothStep(0.86, 0.99, vault) + 0.06 * noise.fractal(x * 6, y * 6)
            for side: Float in [-1, 1] {
                grey -= 0.3 * smoothStep(1.1, 0.8, ellipse(x, y, 0.5 + side * 0.13, 0.5, 0.08, 0.07))
            }
            grey -= 0.25 * smoothStep(1.1, 0.8, ellipse(x, y, 0.5, 0.64, 0.04, 0.08))
            if y > 0.76, y < 0.84, abs(x - 0.5) < 0.15 { grey += wrapped(x, 0.03) < 0.02 ? 0.25 : -0.1 }
            return grey
        }
    }

    private static func knee() -> Picture {
        Picture("X-ray of a knee", .other, width: 400, height: 512) { x, y in
            let flesh = abs(x - 0.39) - 0.2 - 0.05 * cos(y * 6)
            let thigh = bone(x, y, (0.39, -0.2), (0.39, 0.43), 0.075)
            let shin = bone(x, y, (0.38, 0.57), (0.38, 1.2), 0.068)
            let fibula = bone(x, y, (0.51, 0.63), (0.5, 1.2), 0.02)
            return 0.04 + 0.25 * smoothStep(0.02, -0.06, flesh) + 0.7 * max(thigh, shin, fibula)
        }
    }

    private static func pelvis() -> Picture {
        let noise = LatticeNoise(seed: 62)
        return Picture("X-ray of a pelvis", .other, width: 620, height: 512) { x, y in
            let middle: Float = 0.605
            let side = abs(x - middle)
            var grey = 0.3 - 0.25 * smoothStep(0.45, 0.6, side) + 0.05 * noise.fractal(x * 5, y * 5)
            let wing = ellipse(side, y, 0.27, 0.3, 0.17, 0.2)
            if wing < 1 { grey += 0.2 + 0.25 * wing * wing }
            let hole = ellipse(side, y, 0.11, 0.72, 0.06, 0.07)
            if hole > 1, hole < 1.5 { grey += 0.35 }
            let socket = ellipse(side, y, 0.31, 0.58, 0.065, 0.065)
            if socket < 1 { grey += 0.4 }
            grey += 0.6 * bone(side, y, (0.37, 0.68), (0.38, 1.2), 0.045)
            if side < 0.05 + 0.04 * (0.5 - y), y < 0.55 { grey += 0.3 - 0.2 * wrapped(y * 9, 1) }
            return grey
        }
    }

    private static func foot() -> Picture {
        Picture("X-ray of a foot, from the side", .other, width: 640, height: 440) { x, y in
            var grey = bone(x, y, (0.3, 0.75), (0.5, 0.66), 0.09)
            grey = max(grey, bone(x, y, (0.44, -0.2), (0.45, 0.48), 0.06))
            for toe in 0..<4 {
                let low = 0.62 + 0.05 * Float(toe)
                grey = max(grey, bone(x, y, (0.62, low), (1.0, low + 0.14), 0.018))
                grey = max(grey, bone(x, y, (1.03, low + 0.15), (1.14, low + 0.17), 0.014))
            }
            let flesh = min(
                distance(x, y, (0.44, -0.2), (0.42, 0.5)) - 0.11, distance(x, y, (0.3, 0.78), (1.15, 0.87)) - 0.14)
            return 0.05 + 0.25 * smoothStep(0.01, -0.05, flesh) + 0.65 * grey
        }
    }

    private static func spine() -> Picture {
        let noise = LatticeNoise(seed: 63)
        return Picture("X-ray of a lumbar spine", .other, width: 300, height: 600) { x, y in
            let (middle, step) = (Float(0.25) + 0.03 * sin(y * 4), wrapped(y * 6, 1))
            let side = abs(x - middle)
            var grey = 0.35 - 0.3 * side + 0.07 * noise.fractal(x * 7, y * 7)
            if side < 0.075, step < 0.78 { grey += 0.28 + 1.2 * side * side * 40 * 0.3 }
            if step > 0.3, step < 0.45, side < 0.14 { grey += 0.2 }
            return grey
        }
    }

    private static func brain() -> Picture {
        let noise = LatticeNoise(seed: 64)
        return Picture("CT of a brain", .other) { x, y in
            let head = ellipse(x, y, 0.5, 0.5, 0.34, 0.42)
            if head > 1 { return 0 }
            if head > 0.92 { return 0.98 }
            var grey = 0.45 + 0.12 * noise.fractal(x * 14, y * 14)
            for side: Float in [-1, 1] {
                let ventricle = ellipse(x, y, 0.5 + side * 0.05, 0.46, 0.03, 0.11)
                grey -= 0.25 * smoothStep(1.1, 0.8, ventricle)
            }
            return grey - (abs(x - 0.5) < 0.004 ? 0.15 : 0)
        }
    }

    private static func abdomen() -> Picture {
        let noise = LatticeNoise(seed: 65)
        return Picture("CT of an abdomen", .other, width: 600, height: 460) { x, y in
            let body = ellipse(x, y, 0.65, 0.5, 0.56, 0.4)
            guard body < 1 else { return 0 }
            if body > 0.9 { return 0.25 }
            var grey = 0.45 + 0.1 * noise.fractal(x * 9, y * 9)
            if ellipse(x, y, 0.42, 0.42, 0.25, 0.2) < 1 { grey = 0.6 + 0.03 * noise.fractal(x * 40, y * 40) }
            if ellipse(x, y, 0.65, 0.72, 0.06, 0.06) < 1 { grey = 0.95 }
            for side: Float in [-1, 1] where ellipse(x, y, 0.65 + side * 0.27, 0.66, 0.07, 0.09) < 1 { grey = 0.7 }
            return ellipse(x, y, 0.85, 0.35, 0.1, 0.05) < 1 ? 0.05 : grey
        }
    }

    private static func ultrasound() -> Picture {
        let noise = LatticeNoise(seed: 66)
        return Picture("ultrasound", .other, width: 640, height: 480) { x, y in
            let (dx, dy) = (x - 0.67, y + 0.05)
            let (radius, angle) = (hypot(dx, dy), atan2(dx, dy))
            guard radius > 0.15, radius < 0.95, abs(angle) < 0.65 else { return 0 }
            let speckle = 0.5 + 0.5 * noise.fractal(radius * 60, angle * 40, octaves: 3)
            let vessel = ellipse(x, y, 0.6, 0.5, 0.13, 0.1) < 1 ? Float(0.1) : 1
            return (0.25 + 0.45 * noise.fractal(radius * 5, angle * 6) + 0.3 * speckle) * vessel
        }
    }

    private static func mammogram() -> Picture {
        let noise = LatticeNoise(seed: 67)
        return Picture("mammogram", .other, width: 400, height: 512) { x, y in
            let breast = ellipse(x, y, 0, 0.5, 0.55, 0.42)
            guard breast < 1 else { return 0.01 }
            let gland = smoothStep(0.9, 0.2, ellipse(x, y, 0.2, 0.5, 0.3, 0.25))
            let muscle: Float = x + 0.5 * y < 0.25 ? 0.35 : 0
            return 0.3 * (1 - breast) + gland * (0.35 + 0.3 * noise.fractal(x * 9, y * 9)) + muscle + 0.1
        }
    }

    private static func fundus() -> Picture {
        let noise = LatticeNoise(seed: 68)
        return Picture("fundus of an eye", .other) { x, y in
            guard hypot(x - 0.5, y - 0.5) < 0.45 else { return 0 }
            let disc = smoothStep(0.08, 0.05, hypot(x - 0.68, y - 0.5))
            var vessels: Float = 0
            for bow: Float in [-1, -0.5, 0.5, 1] {
                let course = 0.5 + bow * 0.3 * sin((0.7 - x) * 3)
                vessels = max(vessels, smoothStep(0.012, 0.004, abs(y - course - 0.02 * noise.smooth(x * 9, bow))))
            }
            return 0.45 + 0.08 * noise.fractal(x * 4, y * 4) + 0.45 * disc - 0.25 * vessels
                - 0.15 * smoothStep(0.1, 0, hypot(x - 0.4, y - 0.52))
        }
    }

    private static func teeth() -> Picture {
        let noise = LatticeNoise(seed: 69)
        return Picture("panoramic X-ray of teeth", .other, width: 900, height: 450) { x, y in
            let arch = y - 0.5 - 0.12 * (x - 1) * (x - 1)
            let place = wrapped(x * 9, 1)
            var grey = 0.35 + 0.1 * noise.fractal(x * 5, y * 5) - 0.3 * smoothStep(0.8, 1, abs(x - 1))
            if abs(arch) < 0.17, abs(x - 1) < 0.75 {
                let isCrown = abs(arch) < 0.08
                if place > 0.12, place < (isCrown ? 0.92 : 0.75) { grey += isCrown ? 0.5 : 0.28 }
                if abs(arch) < 0.008 { grey = 0.1 }
            }
            return grey
        }
    }

    private static func cells() -> Picture {
        let noise = LatticeNoise(seed: 70)
        return Picture("cells under a microscope", .other) { x, y in
            let (column, row) = (Int(x * 9), Int(y * 9))
            let centreX = (Float(column) + 0.35 + 0.3 * noise.cell(column, row)) / 9
            let centreY = (Float(row) + 0.35 + 0.3 * noise.cell(row + 9, column)) / 9
            let off = hypot(x - centreX, y - centreY) / (0.035 + 0.02 * noise.cell(column + 3, row))
            return off < 0.4 ? 0.2 : off < 1 ? 0.5 + 0.1 * off : 0.85 + 0.05 * noise.fractal(x * 30, y * 30)
        }
    }

    private static func electrocardiogram() -> Picture {
        Picture("electrocardiogram", .other, width: 720, height: 480) { x, y in
            let grid: Float = wrapped(x * 40, 1) < 0.08 || wrapped(y * 40, 1) < 0.08 ? 0.75 : 0.95
            let (beat, lead) = (wrapped(x * 4, 1), (y * 4).rounded(.down))
            let spike = 0.1 * max(0, 1 - abs(beat - 0.4) * 25) - 0.03 * max(0, 1 - abs(beat - 0.46) * 30)
            let wave = 0.02 * exp(-pow((beat - 0.7) * 12, 2))
            return abs(y - (lead + 0.6) / 4 + spike + wave) < 0.006 ? 0.05 : grid
        }
    }

    private static func chart() -> Picture {
        let noise = LatticeNoise(seed: 71)
        return Picture("bar chart", .other, width: 640, height: 480) { x, y in
            if abs(x - 0.12) < 0.004 || abs(y - 0.9) < 0.004 { return 0 }
            let bar = Int((x - 0.15) * 8)
            let isBar = x > 0.15 && x < 1.27 && wrapped((x - 0.15) * 8, 1) < 0.7 && y < 0.9
            return isBar && y > 0.85 - 0.7 * noise.cell(bar, 4) ? 0.3 + 0.08 * Float(bar % 4) : 1
        }
    }

    private static func code() -> Picture {
        let noise = LatticeNoise(seed: 72)
        return Picture("square code", .other) { x, y in
            let (column, row) = (Int(x * 33) - 4, Int(y * 33) - 4)
            guard (0..<25).contains(column), (0..<25).contains(row) else { return 1 }
            for (left, top) in [(0, 0), (18, 0), (0, 18)] {
                let (inX, inY) = (column - left, row - top)
                guard (0..<7).contains(inX), (0..<7).contains(inY) else { continue }
                let ring = max(abs(inX - 3), abs(inY - 3))
                return ring == 2 ? 1 : 0
            }
            return noise.cell(column, row) > 0.5 ? 0 : 1
        }
    }

    private static func testPattern() -> Picture {
        Picture("test pattern of a monitor", .other, width: 640, height: 512) { x, y in
            if y < 0.3 { return (Float(Int(x * 8)) + 0.5) / 10 }
            if y < 0.6 { return x / 1.25 }
            if hypot(x - 0.625, y - 0.8) < 0.15 { return Int(x * 120) % 2 == 0 ? 1 : 0 }
            return Int(x * 20) % 2 == Int(y * 20) % 2 ? 0.8 : 0.2
        }
    }

    private static func fingerprint() -> Picture {
        let noise = LatticeNoise(seed: 73)
        return Picture("fingerprint", .other, width: 420, height: 512) { x, y in
            let edge = ellipse(x, y, 0.41, 0.5, 0.3, 0.42)
            let ridges = sin(hypot((x - 0.41) * 1.3, y - 0.42) * 160 + 3 * noise.fractal(x * 4, y * 4))
            return edge > 1 ? 0.95 : 0.9 - 0.7 * smoothStep(-0.2, 0.4, ridges)
        }
    }

    private static func moon() -> Picture {
        let noise = LatticeNoise(seed: 74)
        return Picture("the moon", .other) { x, y in
            let (dx, dy) = ((x - 0.5) / 0.38, (y - 0.5) / 0.38)
            let square = dx * dx + dy * dy
            guard square < 1 else { return 0.01 }
            let light = max(0.7 * (1 - square).squareRoot() + 0.6 * dx, 0)
            return light * (0.75 + 0.5 * noise.fractal(x * 6, y * 6))
        }
    }

    private static func map() -> Picture {
        let noise = LatticeNoise(seed: 75)
        return Picture("map", .other, width: 640, height: 480) { x, y in
            let height = noise.fractal(x * 3, y * 3)
            if height < -0.05 { return 0.55 }
            let isRoad = abs(noise.smooth(x * 4 + 20, y * 4)) < 0.02
            return isRoad ? 0.15 : wrapped(height * 14, 1) < 0.12 ? 0.6 : 0.92
        }
    }
}
