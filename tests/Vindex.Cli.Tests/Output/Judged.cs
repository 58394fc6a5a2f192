using Vindex.Cli.Score;
using Vindex.Scoring;
using Vindex.Scoring.Judging.Explanations;
using Vindex.Scoring.Reading;
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
                new Finding(
                    "testable.vague-quality",
                    Dimension.Testable,
                    -2.5,
                    TicketField.Description,
                    "fast",
                    11,
                    15,
                    "Nobody can tell when this is met.",
                    "Name a number."),
                new Finding("testable.no-criteria", Dimension.Testable, -3, null, null, null, null, "Nothing says when it is done.", "Add criteria."),
                new Finding("small.one-thing", Dimension.Small, 1, TicketField.Summary, "Fast map", 0, 8, "It is about one thing.", ""),
            ],
            ["Name how fast, in seconds.", "Add three criteria."],
            new Dictionary<Dimension, IReadOnlyList<string>> { [Dimension.Testable] = ["says \"fast\" without a number"] }));

    /// <summary>The same ticket, read and explained on two dimensions.</summary>
    public static ScoredTicket Explained()
    {
        var ticket = WithFindings();
        var why = new Dictionary<Dimension, DimensionExplanation>
        {
            [Dimension.Small] = new(new(8, "Where a feature request starts"), [], [], 8, 8),
            [Dimension.Testable] = new(
                new(3.1, "Where a feature request starts"),
                [
                    new("testable.vague", -2.5, TicketField.Description, "fast", 11, 15, "Vague words"),
                    new("testable.figures", 0.25, null, null, null, null, "A figure"),
                ],
                [new("testable.criteria", 1.2, "No acceptance criteria.", "Say what one would see.")],
                0.85,
                1),
        };
        return ticket with
        {
            Judgement = ticket.Judgement with
            {
                Recommendations = ["How fast, in seconds?", "Say what one would see."],
                RecommendationDetails =
                [
                    new("How fast, in seconds?", Dimension.Testable, 0.42, "testable.vague"),
                    new("Say what one would see.", Dimension.Testable, 0.2, "testable.criteria"),
                ],
                Reading = new(TicketKind.Feature, KindSource.Text, "en", [new(SpanType.Vague, TicketField.Description, 11, 15, "fast")]),
                Explanation = why,
                Confidence = new(ConfidenceLevel.Medium, ["The ticket has little text."]),
            },
        };
    }

    private static Ticket Read(string key, string summary) => new(key, "Story", Text(summary), FieldText.Empty, FieldText.Empty, []);

    private static FieldText Text(string text) => new(text, text, [], [], []);
}
