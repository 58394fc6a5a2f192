using System.Globalization;
using Vindex.Scoring;
using Vindex.Server.Evaluator.Sessions;
using Vindex.Server.Pages;
using Vindex.Storage.Evaluator;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Evaluator.Page;

/// <summary>Creates the models of a session's pages from what is stored.</summary>
internal static class SessionModels
{
    private const int HistogramBars = 10;

    /// <summary>The page that maps columns: those chosen, those of the last scoring, or those that names and contents suggest.</summary>
    public static MappingModel Mapping(EvaluatorSession session, MappingBody? chosen = null, string? problem = null)
    {
        var record = SessionDocuments.RecordOf(session);
        var isAgain = session.State != EvaluatorState.Uploaded;
        var mapping = chosen ?? SessionDocuments.OrderOf(session)?.Mapping ?? record.Mapping;
        var guessed = chosen is null && !isAgain ? record.Guessed ?? new MappingBody() : new MappingBody();
        IReadOnlyList<MappingChoice> choices =
        [
            Choice("summary", mapping.Summary, guessed.Summary, isRequired: true),
            Choice("description", mapping.Description, guessed.Description),
            Choice("acceptance_criteria", mapping.AcceptanceCriteria, guessed.AcceptanceCriteria),
            Choice("key", mapping.Key, guessed.Key),
            Choice("issue_type", mapping.IssueType, guessed.IssueType),
        ];
        IReadOnlyList<string> warnings = [.. record.Warnings.Select(warning => Translated(warning.Message))];
        return new MappingModel(Head(session), record.Columns, choices, record.Preview, warnings, record.Sheet, isAgain, problem);

        static MappingChoice Choice(string field, string? column, string? guess, bool isRequired = false) =>
            new(field, T($"mapping.field.{field}"), column ?? guess, isRequired, column is null && guess is not null);
    }

    public static ResultsModel Results(EvaluatorSession session, EvaluationResultsBody results, TableQuery query)
    {
        var titles = results.Rows.ToDictionary(row => row.Row, row => row.Summary ?? "");
        var (means, counts) = (results.DimensionAverages.Values(), results.DimensionFailCounts.Values());
        return new ResultsModel(
            Head(session),
            results.Status,
            results.Scored,
            results.Failed,
            results.OverallAverage,
            [
                new BandShare("healthy", T("band.healthy"), results.Bands.Healthy),
                new BandShare("needs_review", T("band.needs_review"), results.Bands.NeedsReview),
                new BandShare("at_risk", T("band.at_risk"), results.Bands.AtRisk),
            ],
            [.. Dimensions.Names.Select((name, i) => new DimensionSummary(name, means[i], counts[i]))],
            Histogram(results.Rows),
            [.. Groups(results.Duplicates, Title)],
            [.. results.Conflicts.Select(pair => Relation.Conflict(Ticket(pair.Rows[0]), pair.Kind, Ticket(pair.Rows[1]), pair.Quotes))],
            [.. results.Dependencies.Select(one => Relation.Dependency(Ticket(one.Row), one.Kind, Ticket(one.On), one.Quote, one.OnQuote))],
            query.Of(results.Rows),
            results.Error);

        RelatedTicket Ticket(int row) => new(T("results.row", ("row", row.ToString(CultureInfo.InvariantCulture))), Title(row), $"{Head(session).Address}/{row}");

        string Title(int row) =>
            titles.GetValueOrDefault(row, "") is { Length: > 120 } title
                ? title[..(char.IsHighSurrogate(title[119]) ? 119 : 120)] + "…"
                : titles.GetValueOrDefault(row, "");
    }

    public static RowModel Row(EvaluatorSession session, int row, string? key, JudgedTicket? ticket, string? error) =>
        new(Head(session), row, key?.Replace("\0", "", StringComparison.Ordinal), session.FileName, ticket, error);

    private static SessionHead Head(EvaluatorSession session) => new(session.Id, session.FileName, session.Total, session.ExpiresAt);

    /// <summary>Joins pairs that share a row; largest groups first.</summary>
    private static IEnumerable<DuplicateGroup> Groups(IReadOnlyList<DuplicateBody> pairs, Func<int, string> title)
    {
        var groups = new Dictionary<int, (HashSet<int> Rows, decimal Similarity)>();
        foreach (var pair in pairs)
        {
            HashSet<int> rows = [.. pair.Rows];
            var similarity = pair.Similarity;
            foreach (var row in pair.Rows)
            {
                if (!groups.TryGetValue(row, out var present)) continue;
                rows.UnionWith(present.Rows);
                similarity = Math.Min(similarity, present.Similarity);
            }

            foreach (var row in rows) groups[row] = (rows, similarity);
        }

        return groups.Values.DistinctBy(group => group.Rows.Min()).OrderByDescending(group => group.Rows.Count).ThenBy(group => group.Rows.Min())
            .Select(group => new DuplicateGroup(title(group.Rows.Min()), [.. group.Rows.Order()], group.Similarity));
    }

    private static int[] Histogram(IReadOnlyList<EvaluatedRowBody> rows)
    {
        var counts = new int[HistogramBars];
        foreach (var row in rows)
            if (row.OverallScore is { } overall) counts[Math.Min((int)overall, HistogramBars - 1)]++;
        return counts;
    }
}
