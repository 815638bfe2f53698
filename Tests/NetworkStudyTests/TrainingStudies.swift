import Scoring

/// How many references a network needs, and a vote.
struct ReferenceCountStudy {
    static let counts: [Int?] = [10, 25, 50, 100, nil]

    let networks: [[OpinionFigures]]
    let votes: [[OpinionFigures]]
    private let sizes: [Int]

    init(_ run: StudyRun) async throws {
        let trainings = Self.counts.map { StudyTraining(references: $0) }
        let taught = trainings.map { $0.taught(run.set) }
        sizes = taught.map(\.count)
        networks = try await run.figures(trainings)
        votes = try await run.figures(votesOf: taught, first: 3)
    }

    var text: String {
        var table = MarkdownTable(["references", "", "unchanged", "strength 2", "strength 3", "calibration error"])
        for (place, size) in sizes.enumerated() {
            for (name, figures) in [("vote", votes[place]), ("network", networks[place])] {
                table.append(
                    [name == "vote" ? "\(size)" : "", name] + figures.prefix(3).map(\.text) + [figures[1].reliability])
            }
        }
        return table.text
    }
}

/// What each part of the perturbations is worth.
struct PerturbationStudy {
    struct Setting {
        let name: String
        let training: StudyTraining
    }

    static let settings: [Setting] = {
        func setting(_ name: String, _ parts: ReferencePerturbation.Parts) -> Setting {
            Setting(name: name, training: StudyTraining(parts: parts.rawValue))
        }
        return [
            setting("none", []), setting("geometry", .geometry),
            setting("geometry, grey values", [.geometry, .greyValues]),
            setting("all but opacities", ReferencePerturbation.Parts.all.subtracting(.clouds)),
            setting("all but lines, boxes, margins", [.geometry, .greyValues, .clouds]), setting("all", .all),
            Setting(name: "all, begun otherwise", training: StudyTraining(seed: 12)),
            Setting(name: "all and text, electrodes", training: StudyTraining(additions: .objects)),
        ]
    }()

    let settings: [Setting]
    let figures: [[OpinionFigures]]
    let vote: [OpinionFigures]

    init(_ run: StudyRun, settings: [Setting] = Self.settings) async throws {
        self.settings = settings
        figures = try await run.figures(settings.map(\.training))
        vote = try await run.figures(votesOf: [StudyTraining().taught(run.set)], first: 5)[0]
    }

    subscript(_ name: String) -> [OpinionFigures] {
        figures[settings.firstIndex { $0.name == name }!]
    }

    var text: String {
        var table = MarkdownTable([
            "learned by", "unchanged", "strength 2", "strength 3", "text, electrodes", "arms, cut fields, scouts",
        ])
        for (setting, figures) in zip(settings, figures) { table.append([setting.name] + figures.map(\.text)) }
        table.append(["(the vote)"] + vote.map(\.text))
        return table.text
    }
}
