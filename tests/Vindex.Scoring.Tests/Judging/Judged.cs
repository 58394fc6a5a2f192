using Shouldly;
using Vindex.Scoring.Judging;
using Vindex.Scoring.Judging.Explanations;
using Vindex.Scoring.Judging.Rules;
using Vindex.Scoring.Profiles;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Tests.Judging;

/// <summary>Judges tickets with rubric 3 and checks what must hold for any of them.</summary>
internal static class Judged
{
    public const string BugSummary = "Checkout crashes when the cart holds more than 100 items";

    public const string BugText = """
        Customers with large orders cannot pay and call support instead.

        ### Steps to reproduce

        1. Put 101 items into the cart
        2. Click Checkout

        ### Expected

        The payment page opens and shows the total.

        ### Actual

        A blank page.

        Version 4.2.1, Firefox 118
        """;

    public const string FeatureSummary = "Let readers extend a loan from the loan list";

    public const string FeatureText = """
        Readers call the desk to extend loans, about 40 calls a day, because the list only shows due dates.

        Acceptance criteria:

        - The loan list shows an Extend button for each loan that is not reserved
        - After clicking it the due date moves by 14 days and the new date is shown
        - A loan can be extended at most twice; then the button is disabled with the text "Limit reached"
        """;

    private static readonly TicketJudge s_judge = JudgeVersions.Load(Profile.Default);

    public static Judgement Of(
        string summary, string? description = null, string? issueType = null, IReadOnlyList<ContextItem>? context = null, string? criteria = null)
    {
        var reading = TicketReader.Read(new TicketInput(summary, description, criteria, IssueType: issueType, Context: context), TicketLimits.CommandLine);
        reading.Ticket.ShouldNotBeNull();
        var judgement = s_judge.Judge(reading);
        ShouldHold(judgement, reading.Ticket);
        return judgement;
    }

    /// <summary>What holds for every judgement.</summary>
    public static void ShouldHold(Judgement judgement, Ticket ticket)
    {
        foreach (var dimension in Dimensions.All)
        {
            var how = judgement.Explanation![dimension];
            how.Sum.ShouldBe(how.Start.Points + how.Contributions.Sum(c => c.Points), 0.05);
            how.Score.ShouldBe((int)Math.Clamp(Math.Round(how.Sum, MidpointRounding.AwayFromZero), 0, 10));
            how.Score.ShouldBe(judgement.Scores[dimension]);
            how.Start.Why.ShouldNotBeNullOrWhiteSpace();
            foreach (var c in how.Contributions)
            {
                c.Why.ShouldNotBeNullOrWhiteSpace();
                c.Rule.ShouldStartWith(dimension.Name() + ".");
                ShouldBeVerbatim(c.Field, c.Quote, c.Start, c.End, ticket);
            }

            foreach (var missing in how.NotEarned)
            {
                missing.Points.ShouldBeGreaterThan(0);
                missing.Why.ShouldNotBeNullOrWhiteSpace();
                ShouldNotContradict(missing, judgement.Explanation);
                missing.Advice.ShouldNotBeNullOrWhiteSpace();
            }
        }

        judgement.Findings.Count.ShouldBe(judgement.Explanation!.Values.Sum(how => how.Contributions.Count));
        judgement.RecommendationDetails.Count.ShouldBeLessThanOrEqualTo(3);
        judgement.RecommendationDetails.Select(detail => detail.Text).ShouldBe(judgement.Recommendations);
        judgement.RecommendationDetails.Select(detail => detail.Lift).ShouldBeInOrder(SortDirection.Descending);
        foreach (var span in judgement.Reading!.Spans)
        {
            TextOf(span.Field, ticket)[span.Start..span.End].ShouldBe(span.Quote);
            span.Quote.Length.ShouldBeInRange(1, 160);
        }
    }

    /// <summary>What a contribution quotes or has earned cannot be missing.</summary>
    private static void ShouldNotContradict(NotEarned missing, IReadOnlyDictionary<Dimension, DimensionExplanation> explanation)
    {
        var group = missing.Rule[(missing.Rule.IndexOf('.', StringComparison.Ordinal) + 1)..];
        if (!RuleNames.Groups.Contains(group)) return;
        foreach (var (dimension, how) in explanation)
        {
            foreach (var c in how.Contributions.Where(c => c.Rule == RuleNames.Id(group, (int)dimension)))
            {
                if (c.Quote is not null || (c.Points > 0 && c.Rule == missing.Rule))
                    missing.Why.ShouldNotBe(Reasons.Missing(group), $"{c.Rule} {c.Points} “{c.Quote}”");
            }
        }
    }

    private static void ShouldBeVerbatim(TicketField? field, string? quote, int? start, int? end, Ticket ticket)
    {
        if (field is null)
        {
            quote.ShouldBeNull();
            return;
        }

        if (field == TicketField.Context) return;
        TextOf(field.Value, ticket)[start!.Value..end!.Value].ShouldBe(quote);
        quote!.Length.ShouldBeGreaterThan(0);
    }

    private static string TextOf(TicketField field, Ticket ticket) => field switch
    {
        TicketField.Summary => ticket.Summary.Source,
        TicketField.Description => ticket.Description.Source,
        _ => ticket.AcceptanceCriteria.Source,
    };
}
