using Vindex.Scoring.Judging.Signals;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Models;
using Vindex.Scoring.Tests.Reading;

namespace Vindex.Scoring.Tests.Judging.Signals;

/// <summary>The signals of tickets by name, with what the learned models say given by hand, so that what is tested is the counting alone.</summary>
internal static class SignalsOf
{
    /// <summary>The signals of a ticket in which nothing was recognised.</summary>
    public static Dictionary<string, double> Text(string summary, string? description = null, TicketKind kind = TicketKind.Feature) =>
        Of(Texts.Read(summary, description), new double[Texts.Read(summary, description).Segments.Length * ReadingModel.SpanTypes], kind);

    /// <summary>One signal of a ticket with the summary "Basket".</summary>
    public static double One(string name, string description, TicketKind kind = TicketKind.Feature) => Text("Basket", description, kind)[name];

    /// <summary>The signals of a ticket, given how likely each segment is of one type.</summary>
    public static Dictionary<string, double> Spans(string summary, string description, SpanType type, params double[] likelihoods)
    {
        var text = Texts.Read(summary, description);
        var spans = new double[text.Segments.Length * ReadingModel.SpanTypes];
        for (var i = 0; i < likelihoods.Length; i++) spans[(i * ReadingModel.SpanTypes) + (int)type] = likelihoods[i];
        return Of(text, spans, TicketKind.Feature);
    }

    /// <summary>The signals of a ticket, given all that the models say.</summary>
    public static Dictionary<string, double> Of(TicketText text, double[] spans, TicketKind kind)
    {
        var kinds = new double[ReadingModel.Kinds];
        kinds[(int)kind] = 1;
        return Of(text, spans, kinds);
    }

    /// <summary>The signals of a ticket, given all that the models say.</summary>
    public static Dictionary<string, double> Of(TicketText text, double[] spans, double[] kinds)
    {
        var values = new double[TicketSignals.Names.Length];
        TicketSignals.Write(text, spans, kinds, values);
        return TicketSignals.Names.ToArray().Zip(values).ToDictionary(pair => pair.First, pair => pair.Second);
    }
}
