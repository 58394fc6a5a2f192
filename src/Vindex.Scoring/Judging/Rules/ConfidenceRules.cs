using Vindex.Scoring.Judging.Explanations;
using Vindex.Scoring.Judging.Signals;
using Vindex.Scoring.Reading;

namespace Vindex.Scoring.Judging.Rules;

/// <summary>How far a score can be relied on: how much there was to judge, and how far the evidence agrees.</summary>
internal static class ConfidenceRules
{
    private static readonly string[] s_contradictory = [.. Dimensions.Names.Select(name => $"The evidence for {name} is contradictory.")];

    /// <summary>The confidence in a judgement.</summary>
    public static Confidence Of(TicketFacts facts, IReadOnlyDictionary<Dimension, DimensionExplanation> explanation)
    {
        const int few = 8, some = 25;
        const double unsureKind = 0.45, conflict = 1.5;
        var level = ConfidenceLevel.High;
        var reasons = new List<string>();
        var words = 0;
        foreach (ref readonly var segment in facts.Text.Segments)
        {
            if (TicketSignals.IsLive(segment)) words += segment.Words;
        }

        if (!facts.LanguageKnown)
        {
            Lower(
                ConfidenceLevel.Low,
                $"The ticket is in {LanguageNames.Of(facts.Language)}, which this judge does not support: the scores are based on structure and length only.");
        }

        if (words < few) Lower(ConfidenceLevel.Low, "The ticket has almost no text.");
        else if (words < some) Lower(ConfidenceLevel.Medium, "The ticket has little text.");
        if (facts.Untrusted.Count > 0) Lower(ConfidenceLevel.Medium, "Text that addresses the judge was ignored.");
        if (facts.KindShare < unsureKind) Lower(ConfidenceLevel.Medium, $"The kind of ticket is unclear; it was scored as {Article(facts.Kind)}.");
        for (var d = 0; d < Dimensions.Count; d++)
        {
            var contributions = explanation[(Dimension)d].Contributions;
            var (raised, lowered) = (0.0, 0.0);
            for (var i = 0; i < contributions.Count; i++)
            {
                if (contributions[i].Points is > 0 and var points) raised += points;
                else lowered -= contributions[i].Points;
            }

            if (Math.Min(raised, lowered) >= conflict) Lower(ConfidenceLevel.Medium, s_contradictory[d]);
        }

        return new(level, reasons);

        void Lower(ConfidenceLevel to, string why)
        {
            if (to < level) level = to;
            reasons.Add(why);
        }
    }

    private static string Article(TicketKind kind) => kind switch
    {
        TicketKind.Story => "a user story",
        TicketKind.Feature => "a feature request",
        TicketKind.Bug => "a bug",
        TicketKind.Task => "a task",
        TicketKind.Spike => "a spike",
        TicketKind.Epic => "an epic",
        _ => "a text that is not a ticket",
    };
}
