/// Where a data set comes from, for the README of what is made of it.
struct ImportOrigin: Sendable {
    let title: String
    /// Where to get it, its terms and what to cite, a line each.
    let terms: [String]

    static let jsrt = ImportOrigin(
        title: "JSRT radiographs with SCR outlines",
        terms: [
            "Radiographs: Japanese Society of Radiological Technology, <http://db.jsrt.or.jp/eng.php>; free after registration.",
            "Outlines: SCR database, <https://www.isi.uu.nl/Research/Databases/SCR/>; research use.",
            "Cite Shiraishi et al., AJR 174, 2000, and van Ginneken, Stegmann, Loog, Medical Image Analysis 10, 2006.",
        ])

    static let montgomery = ImportOrigin(
        title: "Montgomery County chest X-rays",
        terms: [
            "<https://data.lhncbc.nlm.nih.gov/public/Tuberculosis-Chest-X-ray-Datasets/>; read its terms there.",
            "Cite Jaeger et al., Quantitative Imaging in Medicine and Surgery 4(6), 2014.",
        ])

    static let shenzhen = ImportOrigin(
        title: "Shenzhen chest X-rays",
        terms: [
            "Images: <https://data.lhncbc.nlm.nih.gov/public/Tuberculosis-Chest-X-ray-Datasets/>; read its terms there.",
            "Masks: Stirenko et al., 2018, <https://www.kaggle.com/yoctoman/shcxr-lung-mask>.",
            "Cite Jaeger et al., Quantitative Imaging in Medicine and Surgery 4(6), 2014, and Stirenko et al., ELNANO 2018.",
        ])

    static let chexmask = ImportOrigin(
        title: "CheXmask",
        terms: [
            "Masks: <https://physionet.org/content/chexmask-cxr-segmentation-data/>; CC BY 4.0. They were made by a network,",
            "not drawn by a person: a reference set of them is as good as its worst. The images have terms of their own.",
            "Cite Gaggion et al., Scientific Data 11, 2024.",
        ])

    static let own = ImportOrigin(title: "Images and masks of one's own", terms: [])
}
