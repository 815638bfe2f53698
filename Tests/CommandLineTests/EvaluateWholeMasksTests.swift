import RCA
import TestSupport
import Testing

@Suite("rca-cli evaluate, of whole masks")
struct EvaluateWholeMasksTests {
    private func place() async throws -> Workplace {
        let place = try await Workplace(isEmpty: true)
        for (name, text) in [
            ("masks.csv", "fname,dice\na1.png,0.72\na2.png,0.74\nb.png,0.5\n"),
            ("structures.csv", "fname,structure,dice\na1.png,l,0.9\na1.png,h,0.6\na2.png,l,0.7\na2.png,h,0.8\n"),
            (
                "truth.csv",
                "fname,structure,dice\na1.png,l,0.95\na1.png,h,0.7\na2.png,l,0.7\na2.png,h,0.8\nb.png,l,0.4\nb.png,h,\n"
            ),
            ("means.csv", "patient,fname,dice\na,a1.png,0.825\na,a2.png,0.75\nb,b.png,0.4\n"),
        ] {
            try place.write(Array(text.utf8), to: name)
        }
        return place
    }

    private func figures(_ place: Workplace, _ words: String...) async throws -> EvaluationFigures {
        let result = try await Program.run(["evaluate", "--format", "csv"] + words, in: place.path)
        #expect(result.status == 0, "\(result.error)")
        return EvaluationFigures(result.output)
    }

    @Test("holds the published file against the mean of the true structures, or against true means")
    func published() async throws {
        let place = try await place()
        for truth in ["truth.csv", "means.csv"] {
            let figures = try await figures(place, "--scores", "masks.csv", "--truth", truth)
            #expect(figures.tables == ["mean max"])
            #expect(try isNear(figures.value("mean max", "meanAbsoluteError"), (0.105 + 0.01 + 0.1) / 3))
            #expect(try figures.masks("mean max") == 3 && figures.images("mean max") == 3)
        }
    }

    @Test("counts the masks of one patient as one where a column of the truth names the patient")
    func patients() async throws {
        let place = try await place()
        let figures = try await figures(place, "--scores", "masks.csv", "--truth", "means.csv", "--cluster", "patient")
        #expect(try figures.masks("mean max") == 3 && figures.images("mean max") == 2)
    }

    @Test("takes a mean that the tables give as a structure, before one worked out")
    func givenMeans() async throws {
        let place = try await place()
        let truth = try place.text("truth.csv") + "a1.png,mean,0.5\na2.png,mean,0.5\nb.png,mean,0.5\n"
        try place.write(Array(truth.utf8), to: "truth.csv")
        let figures = try await figures(place, "--scores", "masks.csv", "--truth", "truth.csv")
        #expect(try isNear(figures.value("mean max", "bias"), (0.22 + 0.24) / 3))
    }

    @Test("averages the structures' estimates where no whole masks are scored, and says so")
    func averaged() async throws {
        let place = try await place()
        let truth = try place.text("truth.csv").split(separator: "\n").filter { !$0.hasPrefix("b.png") }
        try place.write(Array(truth.joined(separator: "\n").utf8), to: "truth.csv")
        let result = try await Program.run(
            ["evaluate", "--format", "csv", "--scores", "structures.csv", "--truth", "truth.csv"], in: place.path)
        #expect(result.status == 0)
        #expect(
            result.error.hasPrefix("In the mean over the structures, max is the mean of the structures' estimates; "))
        let figures = EvaluationFigures(result.output)
        #expect(figures.tables == ["l max", "h max", "mean max"])
        #expect(try isNear(figures.value("mean max", "meanAbsoluteError"), (0.075 + 0) / 2))
    }
}
