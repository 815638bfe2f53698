import Imaging

/// Which features are watched.
enum WatchFeatures {
    /// With fewer images in the baseline nothing unusual could be told from chance.
    static let fewest = 20

    /// Every feature of the baseline by name, whole masks' first.
    static func all(_ baseline: [[String: Double]]) -> [String] {
        let counts = baseline.reduce(into: [String: Int]()) { counts, values in
            for name in values.keys { counts[name, default: 0] += 1 }
        }
        let known = counts.filter { $0.value >= fewest }.keys
        func rank(_ name: String) -> Int { name.contains(" ") ? 1 : 0 }
        return known.sorted { rank($0) != rank($1) ? rank($0) < rank($1) : $0.precedesInBytes($1) }
    }

    /// Those that are usual: every further one makes all of them a little slower to find a drift. Flags are not among them:
    /// how many a mask has depends on how many masks were looked at together.
    static func usual(_ all: [String]) -> [String] {
        all.filter { name in
            let parts = name.split(separator: " ")
            switch parts.last {
            case "expected", "reliability", "expected_error", "area", "raggedness": return true
            case "dice": return !all.contains((parts.dropLast() + ["expected"]).joined(separator: " "))
            default: return false
            }
        }
    }

    /// - Throws: ``InputError`` (`option invalid`) that lists the features, where one is not in the baseline.
    static func chosen(_ names: [String], of all: [String]) throws(InputError) -> [String] {
        guard !names.isEmpty else { return usual(all) }
        for (place, name) in names.enumerated() {
            guard all.contains(name) else {
                throw InputError(
                    .optionInvalid, "--features", "the baseline has no \"\(name)\" of \(fewest) images",
                    remedy: "give some of: \(all.joined(separator: ", "))")
            }
            guard !names[..<place].contains(name) else {
                throw InputError(.optionInvalid, "--features", "\"\(name)\" occurs twice", remedy: "give it once")
            }
        }
        return names
    }
}
