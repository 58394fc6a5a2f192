namespace Vindex.EndToEnd.Histories;

/// <summary>Rows of feedback and their statistics.</summary>
internal static class RowRules
{
    public static IEnumerable<HistoryFinding> Check(History history, FinalState final)
    {
        var rows = history.Operations.Where(operation => operation is RowWritten or RowPurged)
            .GroupBy(operation => (operation.Company, Row: RowOf(operation)))
            .Select(group => new RowHistory(group.Key.Company, TypeOf(group.First()), group.Key.Row, [.. group.OrderBy(operation => operation.Call.Start)]))
            .ToList();
        return Stored(rows, final).Concat(Reads(rows, history.Operations.OfType<RowRead>().Where(read => read.IsAcknowledged)))
            .Concat(Statistics(rows, [.. history.Operations.OfType<StatisticsAsked>().Where(asked => asked.IsAcknowledged)]))
            .Concat(Recount(final));
    }

    private static string RowOf(Operation operation) => operation is RowWritten written ? written.Row : ((RowPurged)operation).Row;

    private static string TypeOf(Operation operation) => operation is RowWritten written ? written.Type : ((RowPurged)operation).Type;

    private static IEnumerable<HistoryFinding> Stored(List<RowHistory> rows, FinalState final)
    {
        var stored = final.Rows.ToLookup(row => (row.Company, row.Row));
        foreach (var row in rows)
        {
            var found = stored[(row.Company, row.Row)].ToList();
            if (found.Count > 1) yield return new HistoryFinding(Promise.NothingDoubled, $"{row.Type} {row.Row} is stored {found.Count} times", [.. row.Operations]);
            long? value = found.Count == 0 ? null : found[0].Value;
            if (!row.Possible(TimeSpan.MaxValue, TimeSpan.MaxValue).Contains(value))
            {
                yield return new HistoryFinding(
                    Promise.NothingLost, $"{row.Type} {row.Row} is stored as {Text(value)}, which is not what was acknowledged", [.. row.Operations]);
            }
        }

        var sent = rows.Select(row => (row.Company, row.Row, row.Type)).ToHashSet();
        foreach (var row in final.Rows.Where(row => !sent.Contains((row.Company, row.Row, row.Type))))
            yield return new HistoryFinding(Promise.NothingDoubled, $"{row.Type} {row.Row} of {row.Company} is stored, and was not sent");
    }

    private static IEnumerable<HistoryFinding> Reads(List<RowHistory> rows, IEnumerable<RowRead> reads)
    {
        var byRow = rows.ToDictionary(row => (row.Company, row.Row));
        foreach (var group in reads.GroupBy(read => (read.Company, read.Row)))
        {
            if (!byRow.TryGetValue(group.Key, out var row)) continue;
            foreach (var read in group)
            {
                if (!row.Possible(read.Call.Start, read.Call.End).Contains(read.Value))
                {
                    yield return new HistoryFinding(
                        Promise.FreshReads, $"{row.Type} {row.Row} cannot have been {Text(read.Value)} then", [read, .. row.Around(read.Call)]);
                }
            }

            // An unknown write can come later than newer ones, and a purged row goes.
            if (row.Operations.Any(operation => operation is RowPurged || !operation.IsAcknowledged)) continue;
            foreach (var (earlier, later) in Moments.Decreasing([.. group], read => read.Value ?? -1))
                yield return new HistoryFinding(Promise.FreshReads, $"{row.Type} {row.Row} went back", earlier, later);
        }
    }

    private static IEnumerable<HistoryFinding> Statistics(List<RowHistory> rows, List<StatisticsAsked> questions)
    {
        var byType = rows.ToLookup(row => (row.Company, row.Type));
        foreach (var group in questions.GroupBy(asked => (asked.Company, asked.Type)))
        {
            var own = byType[group.Key].ToList();
            foreach (var asked in group)
            {
                long fewest = 0, most = 0, least = 0, greatest = 0;
                foreach (var row in own)
                {
                    var bounds = row.Bounds(asked.Call.Start, asked.Call.End);
                    (fewest, most) = (fewest + (bounds.MayBeMissing ? 0 : 1), most + (bounds.MayExist ? 1 : 0));
                    (least, greatest) = (least + bounds.Least, greatest + bounds.Greatest);
                }

                if (asked.Count < fewest || asked.Count > most)
                    yield return new HistoryFinding(Promise.FreshReads, $"there were {fewest} to {most} rows of {asked.Type} then", asked);
                if (asked.Sum < least || asked.Sum > greatest)
                    yield return new HistoryFinding(Promise.FreshReads, $"the sum over {asked.Type} was between {least} and {greatest} then", asked);
            }

            // Rows that are only added: never fewer than an earlier question saw.
            if (own.Exists(row => !row.IsOnlyAdded)) continue;
            foreach (var (earlier, later) in Moments.Decreasing([.. group], asked => asked.Count))
                yield return new HistoryFinding(Promise.FreshReads, $"the number of rows of {group.Key.Type} went down", earlier, later);
            foreach (var (earlier, later) in Moments.Decreasing([.. group], asked => asked.Sum))
                yield return new HistoryFinding(Promise.FreshReads, $"the sum over {group.Key.Type} went down", earlier, later);
        }
    }

    private static IEnumerable<HistoryFinding> Recount(FinalState final)
    {
        var rows = final.Rows.ToLookup(row => (row.Company, row.Type));
        foreach (var statistics in final.Statistics)
        {
            var own = rows[(statistics.Company, statistics.Type)].ToList();
            var sum = own.Sum(row => row.Value);
            if (statistics.Count == own.Count && statistics.Sum == sum) continue;
            yield return new HistoryFinding(
                Promise.RightStatistics,
                $"{statistics.Company} has {own.Count} rows of {statistics.Type} with the sum {sum}, and its statistics say {statistics.Count} and {statistics.Sum}");
        }
    }

    private static string Text(long? value) => value?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "missing";
}
