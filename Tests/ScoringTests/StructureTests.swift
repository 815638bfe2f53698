import Foundation
import Imaging
import Scoring
import Testing

@Suite("Lists of structures")
struct StructureTests {
    @Test("a list keeps its order and reads back what it writes")
    func good() throws {
        let structures = try Structure.parseList("lungs=1,heart=2,left clavicle=65535")
        #expect(structures.map(\.name) == ["lungs", "heart", "left clavicle"])
        #expect(structures.map(\.label) == [1, 2, 65535])
        #expect(try Structure.parseList(Structure.list(structures)) == structures)
        #expect(try Structure.parseList("Lunge=7") == [Structure(name: "Lunge", label: 7)])
        let many = (1...255).map { "s\($0)=\($0)" }.joined(separator: ",")
        #expect(try Structure.parseList(many).count == 255)
    }

    @Test(
        "a list that cannot be read names the entry and shows how to write it",
        arguments: [
            ("", "'' is not a name and a label"),
            ("lungs", "'lungs' is not a name and a label"),
            ("lungs=1,", "'' is not a name and a label"),
            ("lungs=one", "'lungs=one' is not a name and a label"),
            ("=1", "'=1' is not a name and a label"),
            ("lungs=1=2", "'lungs=1=2' is not a name and a label"),
            ("lungs=", "'lungs=' is not a name and a label"),
            ("lungs=1.5", "'lungs=1.5' is not a name and a label"),
            ("lungs=99999999999999999999", "'lungs=99999999999999999999' is not a name and a label"),
            ("lungs=0", "label 0 is not in 1 to 65535"),
            ("lungs=-1", "label -1 is not in 1 to 65535"),
            ("lungs=65536", "label 65536 is not in 1 to 65535"),
            ("lungs=1,lungs=2", "structure 'lungs' occurs twice"),
            ("lungs=1,heart=1", "label 1 occurs twice"),
            ("lungs=1+1", "label 1 occurs twice"),
            ("lungs=1+2,heart=2", "label 2 occurs twice"),
            ("lungs=1+", "'lungs=1+' is not a name and a label"),
            ("lungs=1+0", "label 0 is not in 1 to 65535"),
            ("heart=-", "no structure has a label"),
            ("heart=1,heart=-", "structure 'heart' occurs twice"),
        ])
    func bad(text: String, problem: String) {
        let error = #expect(throws: InputError.self) { try Structure.parseList(text) }
        #expect(error?.code == .optionInvalid)
        #expect(error?.description == "structures '\(text)': \(problem); write them as lungs=1,heart=2")
    }

    @Test("a structure may have several labels, and a label may be read as background")
    func severalLabels() throws {
        let list = try Structure.parseList(" lungs = 1 + 2 ,heart=-, clavicles=9").ignoring("7, 5,7")
        #expect(list.names == ["lungs", "clavicles"] && list.map(\.label) == [1, 9])
        #expect(list.text == "lungs=1+2,clavicles=9,heart=-" && list.ignoredLabelsText == "7,5")
        #expect(try Structure.parseList(list.text).ignoring(list.ignoredLabelsText) == list)
        // One label without a name can be the heart, two cannot.
        #expect(list.unknown(among: [0, 1, 2, 9, 5, 7, 3]) == [])
        #expect(list.unknown(among: [0, 4, 1, 3]) == [3, 4])
        for (text, problem) in [
            ("", "'' is no label from 1 to 65535"), ("0", "'0' is no label from 1 to 65535"),
            ("3,", "'' is no label from 1 to 65535"), ("2", "label 2 is lungs in --structures"),
        ] {
            let error = #expect(throws: InputError.self) { try list.ignoring(text) }
            #expect(error?.problem == problem)
        }
    }

    @Test("one of one label is kept as it always was, one of several with all of them")
    func coding() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let lungs = Structure(name: "lungs", labels: [1, 2])
        let heart = Structure(name: "heart", label: 3)
        #expect(String(decoding: try encoder.encode(heart), as: UTF8.self) == #"{"label":3,"name":"heart"}"#)
        #expect(
            String(decoding: try encoder.encode(lungs), as: UTF8.self) == #"{"label":1,"labels":[1,2],"name":"lungs"}"#)
        #expect(try JSONDecoder().decode([Structure].self, from: encoder.encode([lungs, heart])) == [lungs, heart])
    }

    @Test("more structures than a label grid has bytes for are refused")
    func tooMany() {
        let many = (1...256).map { "s\($0)=\($0)" }.joined(separator: ",")
        let error = #expect(throws: InputError.self) { try Structure.parseList(many) }
        #expect(error?.problem == "there are more than 255 structures")
    }
}

@Suite("Label maps read as structures")
struct StructureMapTests {
    static let structures = [Structure(name: "lungs", label: 1), Structure(name: "heart", label: 2)]

    @Test("labels become positions in the list, whatever the order of the list")
    func table() throws {
        let labels = LabelMap(width: 2, height: 2, indices: [0, 2, 2, 1])
        let map = try StructureMap(labels, structures: Self.structures.reversed(), named: "mask.png")
        #expect(map.sampled(gridSize: 2) == [0, 1, 1, 2])
        #expect(map.isPresent == [true, true] && !map.isEmpty && map.structureCount == 2)
    }

    @Test("labels of one structure are one, and labels that are read as background are background")
    func merged() throws {
        let labels = LabelMap(width: 4, height: 2, indices: [0, 1, 2, 3, 2, 2, 1, 9])
        let list = try Structure.parseList("heart=3,lungs=1+2").ignoring("9")
        let map = try StructureMap(labels, structures: list, named: "mask.png")
        let plain = try StructureMap(
            LabelMap(width: 4, height: 2, indices: [0, 1, 1, 2, 1, 1, 1, 0]), structures: Self.structures.reversed(),
            named: "mask.png")
        #expect(map.sampled(gridSize: 8) == plain.sampled(gridSize: 8))
        #expect(map.packed == plain.packed && map.packed != nil && map.isPresent == [true, true])
        // An unknown heart is one label.
        let unknown = try Structure.parseList("lungs=1+2,heart=-").ignoring("9")
        #expect(try StructureMap(labels, structures: unknown, named: "mask.png").isPresent == [true])
        let error = #expect(throws: InputError.self) {
            try StructureMap(labels, structures: Structure.parseList("lungs=1+2,heart=-"), named: "mask.png")
        }
        #expect(error?.problem == "has labels that no structure was given for: 3, 9")
    }

    @Test("structures that do not occur are absent, and a map of background is empty")
    func absent() throws {
        let heart = try StructureMap(
            LabelMap(width: 3, height: 1, indices: [0, 2, 0]), structures: Self.structures, named: "mask.png")
        #expect(heart.isPresent == [false, true] && !heart.isEmpty)
        let nothing = try StructureMap(
            LabelMap(width: 3, height: 3, indices: [UInt8](repeating: 0, count: 9)), structures: Self.structures,
            named: "mask.png")
        #expect(nothing.isPresent == [false, false] && nothing.isEmpty)
        #expect(nothing.sampled(gridSize: 4) == [UInt8](repeating: 0, count: 16))
    }

    @Test("labels without a structure are an error that lists them and says how to name them")
    func unknown() {
        let labels = LabelMap(width: 4, height: 1, indices: [0, 1, 255, 7])
        let error = #expect(throws: InputError.self) {
            try StructureMap(labels, structures: Self.structures, named: "masks/a b.png")
        }
        #expect(error?.code == .labelUnknown)
        #expect(
            error?.description
                == "masks/a b.png: has labels that no structure was given for: 7, 255; "
                + "name them with --structures (now lungs=1,heart=2), or read them as background: "
                + "--structures lungs=1,heart=2 --ignore-labels 7,255"
        )
    }

    @Test("labels that are read as background already stay so in what an error advises")
    func ignoredToo() throws {
        let labels = LabelMap(width: 4, height: 1, indices: [0, 1, 3, 4])
        let list = try StructureList("lungs=1,heart=2").ignoring("3")
        let error = #expect(throws: InputError.self) {
            try StructureMap(labels, structures: list, named: "mask.png")
        }
        #expect(
            error?.remedy?.hasSuffix("--structures lungs=1,heart=2 --ignore-labels 3,4") == true,
            "\(error?.remedy ?? "")")
    }

    @Test("a name that no folder can have is refused", arguments: ["../x", "a/b", ".", "..", "a\tb", "a\nb"])
    func folderNames(name: String) {
        let error = #expect(throws: InputError.self) { try StructureList("\(name)=1,heart=2") }
        #expect(error?.problem.contains("cannot be the name of a folder") == true)
    }

    @Test("a long list of unknown labels is cut short")
    func manyUnknown() {
        let labels = LabelMap(width: 16, height: 16, indices: (0...255).map { UInt8($0) })
        let error = #expect(throws: InputError.self) {
            try StructureMap(labels, structures: Self.structures, named: "mask.png")
        }
        #expect(
            error?.problem == "has labels that no structure was given for: 3, 4, 5, 6, 7, 8, 9, 10 and 245 more")
    }

    @Test("labels of 16 bits are structures like any other")
    func wideLabels() throws {
        let structures = [Structure(name: "lungs", label: 1000), Structure(name: "heart", label: 65535)]
        let labels = try LabelMap(width: 2, height: 2, labels: [0, 65535, 1000, 65535], named: "mask.png")
        let map = try StructureMap(labels, structures: structures, named: "mask.png")
        #expect(map.sampled(gridSize: 2) == [0, 2, 1, 2])
        let other = try LabelMap(width: 2, height: 1, labels: [256, 1000], named: "mask.png")
        let error = #expect(throws: InputError.self) {
            try StructureMap(other, structures: structures, named: "mask.png")
        }
        #expect(error?.problem == "has labels that no structure was given for: 256")
    }

    @Test("a grid takes the label at the middle of each of its cells", arguments: [(1, 1), (2, 1), (3, 5), (40, 7)])
    func sampled(width: Int, height: Int) throws {
        let indices = (0..<width * height).map { UInt8($0 % 3) }
        let map = try StructureMap(
            LabelMap(width: width, height: height, indices: indices), structures: Self.structures, named: "mask.png")
        let grid = map.sampled(gridSize: 16)
        for y in 0..<16 {
            for x in 0..<16 {
                let column = Int((Double(x) + 0.5) / 16 * Double(width))
                let row = Int((Double(y) + 0.5) / 16 * Double(height))
                #expect(grid[y * 16 + x] == indices[row * width + column])
            }
        }
    }
}
