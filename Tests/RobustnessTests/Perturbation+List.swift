import Foundation

extension Perturbation {
    /// Everything that the bars are set for. Signs are separate, each with the bar of both.
    static let all: [Perturbation] =
        greyValues + orientations
        + [
            .moved("white margin of 15 %", bar: 0.018, by: .zoom(0.7), surround: 1),
            .moved("zoom 0.7", bar: 0.022, by: .zoom(0.7)),
            .moved("zoom 0.85", bar: 0.022, by: .zoom(0.85)),
        ] + shifts(of: 0.1, sideways: 0.022, vertically: 0.022)
        + [
            .changed("burnt-in text boxes", bar: 0.022) { $0.burnInText(boxes: 5, using: &$1) },
            .changed("noise σ 20", bar: 0.026) { $0.addNoise(deviation: 20 / 255, using: &$1) },
            .moved("zoom 1.2", bar: 0.026, by: .zoom(1.2)),
        ] + shifts(of: 0.2, sideways: 0.040, vertically: 0.026)
        + [
            .moved("zoom 1.4 (lungs cut off)", bar: 0.065, by: .zoom(1.4)),
            .changed("black box over 15 %", bar: 0.065) { $0.cover(share: 0.15, with: 0, using: &$1) },
            .changed("white box over 15 %", bar: 0.065) { $0.cover(share: 0.15, with: 1, using: &$1) },
        ]

    private static let greyValues: [Perturbation] = [
        .changed("gamma 0.4", bar: 0.018) { image, _ in image.applyGamma(0.4) },
        .changed("gamma 2.5", bar: 0.018) { image, _ in image.applyGamma(2.5) },
        .changed("inverted", bar: 0.018) { image, _ in image.invert() },
    ]

    private static let orientations: [Perturbation] =
        [
            .moved("rotated 90°", bar: 0.018, by: .rotation(degrees: 90)),
            .moved("rotated 180°", bar: 0.018, by: .rotation(degrees: 180)),
        ]
        + [(10, 0.018), (20, 0.030), (30, 0.030)].flatMap { degrees, bar in
            [
                .moved("rotated +\(degrees)°", bar: bar, by: .rotation(degrees: Double(degrees))),
                .moved("rotated −\(degrees)°", bar: bar, by: .rotation(degrees: Double(-degrees))),
            ]
        } + [.moved("mirrored", bar: 0.022, by: .mirror)]

    private static func shifts(of share: Double, sideways: Double, vertically: Double) -> [Perturbation] {
        let percent = Int((share * 100).rounded())
        return [
            .moved("shifted \(percent) % to the left", bar: sideways, by: .shift(x: -share)),
            .moved("shifted \(percent) % to the right", bar: sideways, by: .shift(x: share)),
            .moved("shifted \(percent) % up", bar: vertically, by: .shift(y: -share)),
            .moved("shifted \(percent) % down", bar: vertically, by: .shift(y: share)),
        ]
    }
}
