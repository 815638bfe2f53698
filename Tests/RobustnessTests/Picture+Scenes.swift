import Foundation
import Imaging
import TestSupport

/// Scenes as a camera sees them: objects, light from one side, a ground and a background.
extension Picture {
    static func scenes() -> [Picture] {
        [landscape(), face(), city(), fruit(), room(), coins(), sea(), car(), cup(), road()]
    }

    private static func landscape() -> Picture {
        let noise = LatticeNoise(seed: 21)
        return Picture("landscape", .foreign, width: 768, height: 512) { x, y in
            let sun = 0.5 * smoothStep(0.09, 0.07, hypot(x - 1.1, y - 0.2))
            let far = 0.4 + 0.12 * noise.fractal(x * 3, 0)
            let near = 0.62 + 0.08 * noise.fractal(x * 5, 9)
            if y > near { return 0.25 + 0.35 * noise.fractal(x * 18 / y, y * 40) + 0.3 * (y - near) }
            if y > far { return 0.4 + 0.25 * noise.fractal(x * 9 + y * 6, y * 9) }
            return 0.85 - 0.5 * y + sun + 0.15 * max(noise.fractal(x * 3, y * 8), 0)
        }
    }

    private static func face() -> Picture {
        let noise = LatticeNoise(seed: 22)
        return Picture("face", .foreign) { x, y in
            let (dx, dy) = (x - 0.5, y - 0.5)
            func ellipse(_ cx: Float, _ cy: Float, _ rx: Float, _ ry: Float) -> Bool {
                let (ex, ey) = ((dx - cx) / rx, (dy - cy) / ry)
                return ex * ex + ey * ey < 1
            }
            let light = 0.72 - 0.7 * dx * abs(dx) - 0.25 * dx - 0.6 * dy * dy
            if ellipse(-0.1, -0.06, 0.016, 0.018) || ellipse(0.1, -0.06, 0.016, 0.018) { return 0.05 }
            if ellipse(-0.1, -0.06, 0.05, 0.022) || ellipse(0.1, -0.06, 0.05, 0.022) { return 0.9 }
            if ellipse(0, 0.2, 0.09, 0.02) { return 0.3 }
            if ellipse(0.02, 0.07, 0.025, 0.07) { return light - 0.12 }
            if ellipse(0, 0.02, 0.22, 0.32) && dy > -0.2 + 0.05 * noise.fractal(x * 20, 1) { return light }
            if ellipse(0, -0.06, 0.27, 0.33) { return 0.15 + 0.1 * noise.fractal(x * 60, y * 5) }
            if ellipse(0, 0.55, 0.42, 0.22) { return 0.35 + 0.1 * sin(x * 90) }
            return 0.6 + 0.25 * noise.fractal(x * 3, y * 3)
        }
    }

    private static func city() -> Picture {
        let noise = LatticeNoise(seed: 23)
        return Picture("city", .foreign, width: 720, height: 480) { x, y in
            let house = Int(x * 9)
            let top = 0.2 + 0.5 * noise.cell(house, 1)
            guard y > top else { return 0.8 - 0.3 * y }
            let (inX, inY) = (wrapped(x * 45, 1), wrapped(y * 24, 1))
            let isWindow = inX > 0.25 && inX < 0.75 && inY > 0.3 && inY < 0.75
            let isLit = noise.cell(Int(x * 45), Int(y * 24) + 20) > 0.6
            return isWindow ? (isLit ? 0.95 : 0.12) : 0.25 + 0.35 * noise.cell(house, 2)
        }
    }

    private static func fruit() -> Picture {
        let noise = LatticeNoise(seed: 24)
        let balls: [(x: Float, y: Float, r: Float, grey: Float)] = [
            (0.35, 0.55, 0.16, 0.9), (0.62, 0.5, 0.18, 0.6), (0.85, 0.6, 0.13, 0.75), (0.5, 0.72, 0.15, 0.45),
            (0.75, 0.76, 0.14, 0.85),
        ]
        return Picture("fruit", .foreign, width: 640, height: 512) { x, y in
            var grey = y > 0.65 ? 0.5 + 0.15 * noise.fractal(x * 5, y * 30) : 0.25 + 0.1 * x
            for ball in balls {
                let (dx, dy) = ((x - ball.x) / ball.r, (y - ball.y) / ball.r)
                let square = dx * dx + dy * dy
                guard square < 1 else { continue }
                let light = 0.55 * (1 - square).squareRoot() - 0.4 * dx - 0.45 * dy
                grey = ball.grey * (0.3 + 0.8 * max(light, 0)) + (hypot(dx + 0.4, dy + 0.45) < 0.12 ? 0.4 : 0)
            }
            return grey
        }
    }

    private static func room() -> Picture {
        Picture("room", .foreign, width: 640, height: 480) { x, y in
            let (dx, dy) = (x - 0.67, y - 0.45)
            let depth = max(abs(dx) / 0.67, abs(dy) / 0.5)
            if depth < 0.4 {
                let isWindow = abs(dx) < 0.13 && abs(dy + 0.03) < 0.1 && abs(dx) > 0.008
                return isWindow ? 0.98 : 0.55
            }
            if dy > 0, dy / 0.5 >= depth - 1e-4 {
                return (Int(dx / dy * 4 + 20) + Int(4 / depth)) % 2 == 0 ? 0.7 : 0.25
            }
            if dy < 0, -dy / 0.5 >= depth - 1e-4 { return 0.9 - 0.3 * depth }
            return dx < 0 ? 0.35 + 0.2 * depth : 0.65 - 0.2 * depth
        }
    }

    private static func coins() -> Picture {
        let noise = LatticeNoise(seed: 26)
        return Picture("coins", .foreign, width: 600, height: 480) { x, y in
            let (column, row) = (Int(x * 5), Int(y * 4))
            let radius = 0.07 + 0.04 * noise.cell(column, row)
            let dx = x - (Float(column) + 0.5) / 5
            let dy = y - (Float(row) + 0.5) / 4
            let distance = hypot(dx, dy)
            guard distance < radius else { return 0.2 + 0.15 * y + 0.05 * noise.fractal(x * 10, y * 10) }
            let rim: Float = distance > radius * 0.85 ? 0.2 : 0
            return 0.55 - 2.5 * (dx + dy) + rim + 0.35 * noise.fractal(x * 40, y * 40)
        }
    }

    private static func sea() -> Picture {
        let noise = LatticeNoise(seed: 27)
        return Picture("sea with a boat", .foreign, width: 700, height: 500) { x, y in
            if y < 0.72, y > 0.2, x > 0.6, x < 0.6 + (y - 0.2) * 0.45 { return 0.97 }
            if y > 0.72, y < 0.78, abs(x - 0.68) < 0.2 - (y - 0.72) { return 0.08 }
            guard y > 0.5 else { return 0.75 - 0.25 * y + 0.12 * noise.fractal(x * 2, y * 6) }
            return 0.4 + 0.35 * noise.fractal(x * 6 / (y - 0.4), 14 / (y - 0.4))
        }
    }

    private static func car() -> Picture {
        let noise = LatticeNoise(seed: 28)
        return Picture("car", .foreign, width: 768, height: 480) { x, y in
            for wheel: Float in [0.45, 1.15] {
                let distance = hypot(x - wheel, y - 0.7)
                if distance < 0.05 { return 0.8 }
                if distance < 0.11 { return 0.06 }
            }
            if y > 0.48, y < 0.7, x > 0.22, x < 1.4 { return 0.75 - (y - 0.48) * 2 }
            if y > 0.3, y <= 0.48, x > 0.4 + (0.48 - y) * 0.8, x < 1.15 - (0.48 - y) * 0.8 {
                return abs(x - 0.78) < 0.015 || y < 0.32 ? 0.7 : 0.2 + 0.3 * (x - 0.4)
            }
            return y > 0.68 ? 0.35 + 0.12 * noise.fractal(x * 50, y * 80) : 0.6 + 0.2 * noise.fractal(x * 3, y * 3)
        }
    }

    private static func cup() -> Picture {
        let noise = LatticeNoise(seed: 29)
        return Picture("cup on a table", .foreign, width: 480, height: 560) { x, y in
            let rim = hypot((x - 0.4) / 0.22, (y - 0.3) / 0.06)
            if rim < 0.9 { return 0.15 }
            if rim < 1 || (abs(x - 0.4) < 0.22 - 0.1 * (y - 0.3) && y > 0.3 && y < 0.7) {
                return 0.9 - 1.6 * abs(x - 0.33)
            }
            let handle = hypot((x - 0.63) / 0.1, (y - 0.48) / 0.12)
            if handle < 1 && handle > 0.65 { return 0.65 }
            return y > 0.55 ? 0.45 + 0.15 * noise.fractal(x * 2, y * 50) : 0.3 + 0.15 * x
        }
    }

    private static func road() -> Picture {
        let noise = LatticeNoise(seed: 30)
        return Picture("road through a wood", .foreign) { x, y in
            let horizon: Float = 0.4
            if y > horizon {
                let width = (y - horizon) * 0.8
                let offset = abs(x - 0.5)
                if offset < 0.03 * width, wrapped(0.5 / (y - horizon), 1) < 0.5 { return 0.95 }
                if offset < width { return 0.42 + 0.08 * noise.fractal(x * 60, y * 60) }
                return 0.25 + 0.3 * noise.fractal(x * 25, y * 25)
            }
            let trunk = wrapped(x * 11 + 0.5 * noise.smooth(x * 11, 0), 1)
            let isGap = abs(x - 0.5) < 0.12
            return isGap ? 0.95 - y : (trunk < 0.3 ? 0.1 : 0.35 + 0.4 * noise.fractal(x * 20, y * 20))
        }
    }
}
