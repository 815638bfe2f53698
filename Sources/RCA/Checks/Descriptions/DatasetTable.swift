/// A table that this program writes: how it is known, what it is about, and what its columns mean.
struct DatasetTable: Sendable {
    /// What a column holds.
    struct Column: Sendable {
        let meaning: String
        /// True for numbers from 0 to 1.
        var isShare = false

        static func share(_ meaning: String) -> Column { Column(meaning: meaning, isShare: true) }
        static func other(_ meaning: String) -> Column { Column(meaning: meaning) }

        static let predictedDice = share("predicted Dice coefficient")
        static let expectedDice = share("Dice coefficient to be expected with the truth")
        static let lowerEnd = share("lower end of the range of the true Dice coefficient")
        static let upperEnd = share("upper end of the range of the true Dice coefficient")
        static let fit = share("how well the image fits the references, and so how far its scores can be believed")
    }

    /// The file's name; nil where the user chooses it: then the table is known by its header.
    let name: String?
    /// The header's columns, in order; for tables without a name.
    let header: [String]
    let summary: String
    /// The columns that are measured or judged. Others say which row it is.
    let columns: [String: Column]

    private init(_ name: String, _ summary: String, _ columns: [String: Column]) {
        (self.name, header, self.summary, self.columns) = (name, [], summary, columns)
    }

    private init(header: [String], _ summary: String, _ columns: [String: Column]) {
        (name, self.header, self.summary, self.columns) = (nil, header, summary, columns)
    }

    /// Columns that say which row it is, or explain it, and not what was measured.
    static let keys: Set<String> = [
        "fname", "structure", "reference", "mark", "reason", "pose", "image", "first", "second", "segmenter", "file",
        "by", "group", "kind", "figure", "feature", "unit", "subject", "problem", "remedy", "image_id", "Landmarks",
    ]

    /// In the order in which their variables are told.
    static let all: [DatasetTable] = scores + audits + screens + comparisons

    private static let scores: [DatasetTable] = [
        DatasetTable(
            "rca_dice_scores.csv", "predicted Dice, one row a mask", ["dice": .predictedDice]),
        DatasetTable(
            "rca_structures.csv", "predicted Dice of each structure, one row a mask and structure",
            [
                "dice": .predictedDice,
                "mean": .share("predicted Dice coefficient: the mean over the references"),
                "median": .share("predicted Dice coefficient: the median over the references"),
                "best": .share("predicted Dice coefficient: the mean over the better half of the references"),
                "consensus": .share(
                    "Dice coefficient with what the references, brought to the image, agree on"),
                "expected": .expectedDice,
                "lower": .lowerEnd,
                "upper": .upperEnd,
            ]),
        DatasetTable(
            "rca_reliability.csv", "whether each mask's scores can be believed",
            [
                "reliability": .fit,
                "verdict": .other(
                    "whether the scores can be believed: reliable, doubtful, or an image unlike the references"),
                "expected": .expectedDice,
                "lower": .lowerEnd,
                "upper": .upperEnd,
                "expected_error": .share("mean absolute error to be expected of the expected Dice coefficient"),
            ]),
        DatasetTable(
            "rca_intervals.csv", "the range of each true Dice, and a decision",
            [
                "predicted": .share("expected true Dice coefficient"),
                "lower": .lowerEnd,
                "upper": .upperEnd,
                "decision": .other("accept, review or reject, by the range of the true Dice coefficient"),
            ]),
        DatasetTable(
            "rca_details.csv", "Dice on each single reference", ["dice": .predictedDice]),
        DatasetTable(
            "rca_surface.csv", "predicted distances between outlines, one row a mask and structure",
            [
                "hd95": .other("predicted 95th percentile of the distances between both outlines, in the row's unit"),
                "hausdorff": .other("predicted largest distance between both outlines, in the row's unit"),
                "assd": .other("predicted mean distance between both outlines, in the row's unit"),
                "surface_dice": .share("predicted share of both contours within the tolerance of the other"),
                "row_mm": .other("millimetres from one row of the mask to the next"),
                "column_mm": .other("millimetres from one column of the mask to the next"),
            ]),
        DatasetTable(
            "rca_given.csv", "Dice that a table of masks says itself, beside the predicted ones",
            [
                "expected": .expectedDice,
                "dice": .predictedDice,
                "given_mean": .share("Dice RCA (Mean) of the table of masks"),
                "given_max": .share("Dice RCA (Max) of the table of masks"),
            ]),
        DatasetTable(
            "rca_masks.csv", "masks as run lengths, one row an image",
            [
                "Dice RCA (Mean)": .share("expected Dice coefficient"),
                "Dice RCA (Max)": .predictedDice,
                "Height": .other("height of the mask in pixels"), "Width": .other("width of the mask in pixels"),
            ]),
        DatasetTable("rca_failures.csv", "images without a result, and why", [:]),
    ]

    private static let audits: [DatasetTable] = [
        DatasetTable(
            "rca_audit.csv", "what each mask looks like by itself, one row a mask and structure",
            [
                "flags": .other("what is unusual of the structure, in single words"),
                "area": .share("share of the image's pixels that the structure has"),
                "area_rank": .share("share of the set's masks in which the structure is smaller"),
                "components": .other("how many parts the structure has"),
                "outside": .share("share of the structure's pixels outside its largest parts"),
                "holes": .other("pixels that the structure encloses, divided by its own"),
                "edge": .share("share of the structure's outline at the edge of the image"),
                "raggedness": .other("length of the structure's outline, divided by that of the smoothed outline"),
                "overlap": .share("largest share of the structure's pixels that another structure claims too"),
                "enclosed": .share("largest share of the structure's pixels that another structure encloses"),
            ])
    ]

    private static let screens: [DatasetTable] = [
        DatasetTable(
            "rca_screen.csv", "what each image looks like before anyone segments it, one row an image",
            [
                "usable": .other("whether the image can be segmented as a chest radiograph: yes or no"),
                "flags": .other("what is unusual of the image, in single words"),
                "verdict": .other(
                    "whether scores of its masks could be believed: reliable, doubtful, or an image unlike the references"
                ),
                "reliability": .fit,
                "orientation": .other("how the radiograph lies"),
                "inverted": .other("whether black and white are exchanged: yes or no"),
                "tilt": .other("degrees clockwise, besides the orientation"),
                "margin_left": .share("share of the image's width that a margin takes on its left"),
                "margin_top": .share("share of the image's height that a margin takes above"),
                "margin_right": .share("share of the image's width that a margin takes on its right"),
                "margin_bottom": .share("share of the image's height that a margin takes below"),
                "cut": .share("share of the structures' outline at the edge of the picture"),
                "edge_reach": .share("share of the chest's width or height that reaches an edge of the picture"),
                "blank": .share("share of the structures where the picture shows one grey value"),
                "clipped": .share("share of the structures' pixels with the darkest or the brightest grey value there"),
                "duplicate_of": .other("first file that shows the same radiograph"),
                "similarity": .share("correlation with the file most like this one, where it is a duplicate"),
                "width": .other("width of the image in pixels"),
                "height": .other("height of the image in pixels"),
            ]),
        DatasetTable(
            "rca_upright.csv", "what was done to lay each image upright",
            ["done": .other("what was undone to lay the image upright, or why it was left out")]),
    ]

    private static let comparisons: [DatasetTable] = [
        DatasetTable(
            header: ["image", "segmenter", "fname", "predicted", "margin", "reliable", "agreement"],
            "the mask to take for each image, of several segmenters",
            [
                "predicted": .share("predicted Dice coefficient of the mask to take"),
                "margin": .other("by how much its predicted Dice coefficient is above the highest of the others"),
                "reliable": .other("whether the verdict on the image is reliable: yes or no"),
                "agreement": .share("mean Dice coefficient of the mask with those of the other segmenters"),
            ]),
        DatasetTable(
            header: ["image", "first", "second", "structure", "dice"],
            "how well the masks of several segmenters agree, image by image",
            ["dice": .share("Dice coefficient of two segmenters' masks of one image")]),
        DatasetTable(
            header: [
                "kind", "first", "second", "figure", "count", "clusters", "value", "lower", "upper", "p", "p_holm",
            ], "figures of groups of images, and of pairs of segmenters",
            [
                "count": .other("masks or images that a figure is of"),
                "clusters": .other("patients or images that count as one"),
                "value": .other("value of a figure"),
                "lower": .other("lower end of a figure's interval"),
                "upper": .other("upper end of a figure's interval"),
                "p": .share("p-value of a difference"),
                "p_holm": .share("p-value of a difference, corrected for how many were tested"),
            ]),
        DatasetTable(
            header: [
                "feature", "by", "group", "baseline", "images", "baseline_median", "new_median", "log10_martingale",
                "log10_highest", "p_holm", "drifted", "alarm_number", "alarm_image", "ks", "ks_p",
            ], "whether features of images and masks have drifted from a baseline",
            [
                "baseline": .other("images of the baseline"), "images": .other("new images"),
                "baseline_median": .other("median of the feature in the baseline"),
                "new_median": .other("median of the feature in the new images"),
                "log10_martingale": .other("decimal logarithm of the evidence for a drift (martingale)"),
                "log10_highest": .other("the highest value that the evidence has had, as a decimal logarithm"),
                "p_holm": .share("one over the highest evidence, corrected for how many tests there are"),
                "drifted": .other("whether the feature has drifted: yes or no"),
                "alarm_number": .other("number of the new image at which the drift was known"),
                "alarm_image": .other("new image at which the drift was known"),
                "ks": .share("statistic of Kolmogorov and Smirnov"),
                "ks_p": .share("p-value of Kolmogorov and Smirnov for a single look"),
            ]),
    ]
}
