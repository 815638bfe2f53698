.PHONY: accuracy

# The accuracy table on real data, with bar, figure, pass or miss. Needs the data in ../shared, or in RCA_SHARED.
accuracy:
	swift test -c release --filter AccuracyTests
