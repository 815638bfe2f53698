extension DecisionCounts {
    /// Cohen's kappa of the two sides' decisions, (pₒ − pₑ) / (1 − pₑ): how far they agree beyond chance, where pₒ
    /// is the share of equal decisions and pₑ the share that two independent sides of these frequencies would have
    /// (Cohen 1960).
    ///
    /// In [−1, 1]: 1 where all decisions are the same, 0 for no more than chance. Nil where there are no pairs, and
    /// where both sides call every mask good, or every mask bad: there is nothing to agree on.
    public var kappa: Double? {
        let total = Double(truePositives + falsePositives + trueNegatives + falseNegatives)
        guard total > 0 else { return nil }
        let observed = Double(truePositives + trueNegatives) / total
        let calledBad = Double(truePositives + falsePositives) / total
        let bad = Double(truePositives + falseNegatives) / total
        let expected = calledBad * bad + (1 - calledBad) * (1 - bad)
        return expected < 1 ? (observed - expected) / (1 - expected) : nil
    }
}
