import Imaging
import Tables

/// A quantity that the tables of a data set hold.
struct DatasetVariable: Sendable, Equatable {
    /// The column's name.
    let name: String
    /// What it means, where this program knows.
    let meaning: String?
    /// True for numbers from 0 to 1.
    let isShare: Bool

    /// The variables of the tables that this program writes, each once, in the order in which they are first met.
    ///
    /// - Throws: ``InputError`` where a table cannot be read.
    static func all(of files: [DatasetFile], in folder: String) throws(InputError) -> [DatasetVariable] {
        var variables: [DatasetVariable] = []
        for table in DatasetTable.all {
            for file in files where file.isTable(table) {
                guard let header = try CSVStream(joined(folder, file.path)).next()?.header else { continue }
                for name in header {
                    let column = table.columns[name]
                    // Columns that somebody has added to a table of this program are told without a meaning.
                    guard column != nil || (table.name != nil && !DatasetTable.keys.contains(name)) else { continue }
                    let variable = DatasetVariable(
                        name: name, meaning: column?.meaning, isShare: column?.isShare ?? false)
                    if !variables.contains(variable) { variables.append(variable) }
                }
            }
        }
        return variables
    }
}
