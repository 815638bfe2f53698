extension DecisionCounts {
    /// Cohen's kappa of the two sides' decisions, (pₒ − pₑ) / (1 − pₑ): how far they agree beyond chance, where pₒ
    /// is the share of equal decisions and pₑ the share that two independent sides of these frequencies would have
    /// (Cohen 1960).
    ///
    /// In [−1, 1]: 1 where all decisions are the same, 0 for no more than chance. Nil where there are no pairs, and
    /// where both sides call every mask good, or every mask bad: there is nothing to agree on.
    public var kappa: Double? {
        // pₒ and pₑ multiplied out: counts are whole numbers, so that 0 is 0.
        let agreed = truePositives * trueNegatives - falsePositives * falseNegatives
        let expected =
            (truePositives + falsePositives) * (falsePositives + trueNegatives)
            + (truePositives + falseNegatives) * (falseNegatives + trueNegatives)
        return expected > 0 ? Double(2 * agreed) / Double(expected) : nil
    }
}
