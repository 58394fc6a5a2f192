using Vindex.Cli.Score;
using Vindex.Scoring;
using Vindex.Scoring.Tickets;

namespace Vindex.Cli.Tests.Output;

/// <summary>Judged tickets with known scores, whatever the judge would say.</summary>
internal static class Judged
{
    public static ScoredTicket Ticket(string key, string summary, InvestScores scores, params string[] recommendations) =>
        new(key, key, Read(key, summary), new Judgement(scores, [], recommendations, new Dictionary<Dimension, IReadOnlyList<string>>()));

    /// <summary>A ticket with a quoted finding, an absence, evidence and two recommendations.</summary>
    public static ScoredTicket WithFindings() => new(
        "10001",
        "KOL-7",
        Read("KOL-7", "Fast map") with { Description = Text("The map is fast on <all> devices.\nThat is \"all\".") },
        new Judgement(
            new InvestScores(7, 6, 5, 4, 8, 1),
            [
                new Finding("testable.vague-quality", Dimension.Testable, -2.5, TicketField.Description, "fast", 11, 15, "Nobody can tell when this is met.", "Name a number."),
                new Finding("testable.no-criteria", Dimension.Testable, -3, null, null, null, null, "Nothing says when it is done.", "Add criteria."),
                new Finding("small.one-thing", Dimension.Small, 1, TicketField.Summary, "Fast map", 0, 8, "It is about one thing.", ""),
            ],
            ["Name how fast, in seconds.", "Add three criteria."],
            new Dictionary<Dimension, IReadOnlyList<string>> { [Dimension.Testable] = ["says \"fast\" without a number"] }));

    private static Ticket Read(string key, string summary) => new(key, "Story", Text(summary), FieldText.Empty, FieldText.Empty, []);

    private static FieldText Text(string text) => new(text, text, [], [], []);
}
