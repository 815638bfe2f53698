// The engine's own time of a case, for measure.py: what `rca-bench` calls a whole case, and the same through the library's
// face. `engine FOLDER ROUNDS`: FOLDER has set.rcaref, cases/images and cases/predictions/boundary_2.
import Glibc
import RCA

func names(in folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
}

let folder = CommandLine.arguments[1]
let rounds = Int(CommandLine.arguments[2]) ?? 1
let set = try ReferenceSet(FilePath(folder + "/set.rcaref"))
let cases = try names(in: folder + "/cases/images").map { name in
    (
        try GrayscaleImage(FilePath("\(folder)/cases/images/\(name)")),
        try LabelMap(FilePath("\(folder)/cases/predictions/boundary_2/\(name)"))
    )
}
let scorer = CaseScorer(set: set, selection: ReferenceSelection(measure: .registeredCorrelation, count: 20))
let clock = ContinuousClock()
for _ in 0..<rounds {
    for (image, mask) in cases {
        let time = try clock.measure {
            let map = try StructureMap(mask, structures: set.structures, named: "mask")
            withExtendedLifetime(scorer.score(image, masks: [map])) {}
        }
        print(Double(time.components.attoseconds) / 1e15)
    }
}
