using Vindex.Scoring.Judging;
using Vindex.Scoring.Judging.Advice;
using Vindex.Scoring.Judging.Explanations;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Models;
using Vindex.Scoring.Tickets;
using Vindex.Scoring.Untrusted;

namespace Vindex.Scoring.Tests.Judging;

/// <summary>What was found out about a ticket, given by hand.</summary>
internal static class FactsOf
{
    public static TicketFacts Ticket(
        string summary, string? description = null, TicketKind kind = TicketKind.Feature, IReadOnlyList<ContextItem>? context = null,
        IReadOnlyList<TicketField>? cut = null,
        double kindShare = 1, string? language = null, params (TicketField Field, UntrustedText Text)[] untrusted)
    {
        var text = new TicketText(ReadingModel.Classes);
        text.Read(TicketReader.Read(new TicketInput(summary, description, Context: context), TicketLimits.CommandLine).Ticket!);
        return new(text, kind, KindSource.Text, language ?? "en", language is null, kindShare, [], [.. untrusted], cut ?? [], new AdviceWriter());
    }

    public static IReadOnlyDictionary<Dimension, DimensionExplanation> Explained(Dimension dimension, params double[] points) => Dimensions.All.ToDictionary(
        d => d,
        d =>
            new DimensionExplanation(
                new(5, "Start"), [.. (d == dimension ? points : []).Select(p => new Contribution("rule", p, null, null, null, null, "Why"))], [], 5, 5));
}
