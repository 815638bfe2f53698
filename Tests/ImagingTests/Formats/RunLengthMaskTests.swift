import Imaging
import Testing

/// The masks were encoded by pycocotools 2.0.11 and by CheXmask's `get_RLE_from_mask`.
@Suite("Run-length masks")
struct RunLengthMaskTests {
    static let small: [UInt8] = [
        0, 0, 0, 1, 1, 0, 1, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0, 1, 1, 0, 1, 0, 0, 0, 1, 1, 1, 1, 0,
    ]

    @Test("of CheXmask and of COCO, plain and compressed, are the pixels that were encoded")
    func decoding() throws {
        let masks = [
            try RunLengthMask(
                startsAndLengths: "4 2 7 1 10 5 21 2 24 2 27 1 31 4", width: 7, height: 5, named: "row 3"),
            try RunLengthMask(
                counts: [3, 1, 7, 1, 1, 4, 1, 4, 2, 1, 1, 1, 1, 5, 2], width: 7, height: 5, named: "a.json"),
            try RunLengthMask(compressedCounts: "3170J3001MO0041", width: 7, height: 5, named: "a.json"),
        ]
        for mask in masks { #expect(mask.labelMap == LabelMap(width: 7, height: 5, indices: Self.small)) }
    }

    @Test("of a larger picture agree, encoded by rows and by columns")
    func large() throws {
        let compressed = #"k`07d1:H6K4L4M2N2N2O0O2O000000000001N101N2N2N3L4L5J8Fl>3VA00000000000>"#
        let rows =
            "546 7 592 11 639 13 686 15 733 17 781 17 828 19 876 19 923 21 971 21 1019 21 1066 23 1114 23 1162 23 1210 23 "
            + "1258 23 1305 25 1353 25 1401 25 1449 25 1497 25 1545 25 1593 25 1642 23 1690 23 1738 23 1786 23 1834 23 "
            + "1883 21 1931 21 1979 21 2028 19 2076 19 2125 17 2173 17 2222 15 2271 13 2320 11 2370 7 2441 7 2489 7 "
            + "2537 7 2585 7 2633 7 2681 7 2729 7 2777 7 2825 7 2873 7"
        let coco = try RunLengthMask(compressedCounts: compressed, width: 48, height: 64, named: "a").labelMap
        #expect(try RunLengthMask(startsAndLengths: rows, width: 48, height: 64, named: "b").labelMap == coco)
        #expect(coco.indices.count { $0 == 1 } == 837)
    }

    @Test("of no runs is empty; Kaggle's are down the columns; a label is painted over what was there")
    func painting() throws {
        #expect(try RunLengthMask(startsAndLengths: " ", width: 2, height: 2, named: "a").runs.isEmpty)
        let mask = try RunLengthMask(startsAndLengths: "2 2", width: 2, height: 3, order: .columns, named: "a")
        var labels: [UInt16] = [9, 9, 9, 9, 9, 9]
        mask.paint(500, into: &labels)
        #expect(labels == [9, 9, 500, 9, 500, 9])
    }

    @Test(
        "that do not fit their image, or are no numbers, are errors",
        arguments: [
            ("3 2 9", "has 3 numbers: the last start has no length"), ("3 x", "\"x\" in a run-length mask is no whole"),
            ("10 4", "run 1 of the run-length mask (start 10, length 4) leaves the image of 4 × 3 = 12 pixels"),
            ("1 1 13 1", "run 2 of"), ("5 3 7 1", "run 2 of the run-length mask (start 7) begins before the end"),
            ("5 3 1 2", "begins before the end of the run before it (pixel 7)"), ("0 1", "run 1 of"),
            ("3 -1", "run 1 of"),
            ("9223372036854775807 9223372036854775807", "run 1 of"), ("99999999999999999999 1", "is no whole number"),
            ("2.5 1", "\"2.5\" in a run-length mask is no whole number"),
        ])
    func badRuns(text: String, words: String) {
        let error = inputError { () throws(InputError) in
            try RunLengthMask(startsAndLengths: text, width: 4, height: 3, named: "masks.csv, row 2")
        }
        #expect(error?.description.hasPrefix("masks.csv, row 2: ") == true)
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }

    @Test(
        "of counts that are not the image are errors",
        arguments: [
            ([5, 8], "is longer than its image: count 2 goes beyond 4 × 3 = 12 pixels"), ([5, -1, 8], "count 2"),
            ([5, 6], "ends after 11 of 12 pixels"), ([], "ends after 0 of 12 pixels"), ([Int.max, Int.max], "count 1"),
        ] as [([Int], String)])
    func badCounts(counts: [Int], words: String) {
        let error = inputError { () throws(InputError) in
            try RunLengthMask(counts: counts, width: 4, height: 3, named: "a.json")
        }
        #expect(error?.code == .fileDamaged)
        #expect(error?.problem.contains(words) == true, "\(String(describing: error))")
    }

    @Test("that are compressed wrongly, or of a size that cannot be, are errors")
    func badText() {
        func code(_ text: String, _ width: Int = 4, _ height: Int = 3) -> InputError.Code? {
            inputError { () throws(InputError) in
                try RunLengthMask(compressedCounts: text, width: width, height: height, named: "a.json")
            }?.code
        }
        #expect(code("<") == nil)
        for text in ["", "é", " ", "<o", "<<", "\u{1}", "ooooooooooooooooooooo", "3170J3001MO0041"] {
            #expect(code(text) == .fileDamaged, "\(text)")
        }
        #expect(code("<", 0, 3) == .fileDamaged)
        #expect(code("<", -4, -3) == .fileDamaged)
        #expect(code("<", 1 << 20, 3) == .imageTooLarge)
        #expect(code("<", .max, .max) == .imageTooLarge)
    }

    @Test(
        "in JSON: what is no run-length mask of one image is refused",
        arguments: [
            ("{\"size\": [3, 4], \"counts\": [5, 8]}", "is longer than its image"),
            ("{\"size\": [3], \"counts\": [12]}", "has a run-length mask of the size [3]; give \"size\" as [height"),
            ("{\"size\": [0, 4], \"counts\": [12]}", "has a run-length mask of the size [0, 4]"),
            ("{\"a\": 1}", "is JSON, but not a mask; give {\"size\""),
            ("[]", "does not say how large its image is; write it as a COCO data set"),
            ("{\"annotations\": []}", "does not say how large its image is"),
            (
                "{\"annotations\": [], \"images\": [{\"id\": 1, \"width\": 4, \"height\": 3}, {\"id\": 2}]}",
                "several images (1, 2)"
            ),
            ("{\"size\": [3, 4], \"cou", "is cut short"),
            ("[{\"category_id\": 1, \"segmentation\": [[1, 2, 3, 4, 5, 6]]}]", "does not say how large its image is"),
            ("[{\"category_id\": 1, \"segmentation\": 3}]", "does not say how large"),
            (
                "[{\"segmentation\": {\"size\": [3, 4], \"counts\": [12]}}, {\"segmentation\": \"x\"}]",
                "neither run-length nor polygons; give"
            ),
            (
                "[{\"segmentation\": {\"size\": [3, 4], \"counts\": [12]}}, {\"segmentation\": [[1, 2, 3, 4]]}]",
                "has a polygon of 4 numbers; give x and y of three corners or more"
            ),
            (
                "[{\"segmentation\": {\"size\": [3, 4], \"counts\": [12]}}, {\"segmentation\": [[0, 0, 3, 0, 90, 2]]}]",
                "corner 3 of a polygon lies far outside the image of 4 × 3"
            ),
            (
                "[{\"size\": [3, 4], \"counts\": [12]}, {\"size\": [4, 3], \"counts\": [12]}]",
                "masks of 4 × 3 and of 3 × 4"
            ),
            (
                "[{\"image_id\": 1, \"segmentation\": {\"size\": [3, 4], \"counts\": [12]}}, "
                    + "{\"image_id\": 2, \"segmentation\": {\"size\": [3, 4], \"counts\": [12]}}]",
                "has masks of several images (1, 2)"
            ),
            ("{\"size\": [3, 4], \"counts\": [12], \"category_id\": 70000}", "has the category 70000"),
        ])
    func badJSON(text: String, words: String) {
        let error = inputError { () throws(InputError) in
            try ImageReader.labelMap(from: Array(text.utf8), named: "a.json")
        }
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }
}
