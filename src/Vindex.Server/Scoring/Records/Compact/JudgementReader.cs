using System.Globalization;
using Vindex.Scoring;
using Vindex.Scoring.Judging.Explanations;
using Vindex.Scoring.Reading;

namespace Vindex.Server.Scoring.Records.Compact;

/// <summary>Reads what <see cref="JudgementWriter"/> wrote.</summary>
internal static class JudgementReader
{
    /// <summary>The recommendations alone: they come first.</summary>
    public static IReadOnlyList<string> Recommendations(ReadOnlySpan<byte> bytes)
    {
        var from = new CompactReader(bytes[1..]);
        return from.Texts();
    }

    /// <summary>The judgement with these scores of a ticket with these texts.</summary>
    public static Judgement Read(ReadOnlySpan<byte> bytes, InvestScores scores, TicketTexts texts)
    {
        var from = new CompactReader(bytes[1..]);
        var recommendations = from.Texts();
        var parts = (JudgementParts)from.Byte();
        var findings = new List<Finding>();
        var explanation = parts.HasFlag(JudgementParts.Explanation)
            ? ReadExplanation(ref from, texts, parts.HasFlag(JudgementParts.Findings) ? null : findings)
            : null;
        var details = new RecommendationDetail[from.Count()];
        for (var i = 0; i < details.Length; i++) details[i] = new(from.Text(), (Dimension)from.Byte(), from.Points(), from.Text());
        var reading = parts.HasFlag(JudgementParts.Reading) ? ReadReading(ref from, texts) : null;
        var confidence = parts.HasFlag(JudgementParts.Confidence) ? new Confidence((ConfidenceLevel)from.Byte(), from.Texts()) : null;
        if (parts.HasFlag(JudgementParts.Findings)) ReadFindings(ref from, texts, findings);
        var evidence = ReadEvidence(ref from, explanation);
        var run = parts.HasFlag(JudgementParts.Run) ? ReadRun(ref from) : null;
        if (!from.AtEnd) throw new InvalidDataException("It is longer than it should be.");
        return new Judgement(scores, findings, recommendations, evidence)
        {
            Reading = reading,
            Explanation = explanation,
            RecommendationDetails = details,
            Confidence = confidence,
            Run = run,
        };
    }

    private static Dictionary<Dimension, DimensionExplanation> ReadExplanation(ref CompactReader from, TicketTexts texts, List<Finding>? findings)
    {
        var explanation = new Dictionary<Dimension, DimensionExplanation>(Dimensions.Count);
        var observations = new Observations();
        var mask = from.Byte();
        foreach (var dimension in Dimensions.All)
        {
            if ((mask & (1 << (int)dimension)) == 0) continue;
            var start = new StartingPoint(from.Points(), from.Text());
            var contributions = new Contribution[from.Count()];
            var advice = new string?[contributions.Length];
            for (var i = 0; i < contributions.Length; i++)
            {
                contributions[i] = ReadContribution(ref from, texts, observations, dimension);
                if (findings is not null) advice[i] = from.TextOrNull();
            }

            var missed = new NotEarned[from.Count()];
            for (var i = 0; i < missed.Length; i++) missed[i] = new(from.Text(), from.Points(), from.Text(), from.Text());
            explanation[dimension] = new(start, contributions, missed, from.Points(), from.Signed());
            findings?.AddRange(FindingAdvice.Findings(dimension, contributions, advice));
        }

        return explanation;
    }

    private static Contribution ReadContribution(ref CompactReader from, TicketTexts texts, Observations observations, Dimension dimension)
    {
        var earlier = from.Unsigned();
        var points = from.Points();
        if (earlier > 0) return observations.Again(earlier - 1, dimension, points);
        var (rule, why) = (from.Text(), from.Text());
        var (field, quote, start, end) = ReadPlace(ref from, texts);
        var contribution = new Contribution(rule, points, field, quote, start, end, why);
        observations.Add(contribution, dimension);
        return contribution;
    }

    private static ReadingSummary ReadReading(ref CompactReader from, TicketTexts texts)
    {
        var (kind, source, language) = ((TicketKind)from.Byte(), (KindSource)from.Byte(), from.Text());
        var spans = new ReadingSpan[from.Count()];
        for (var i = 0; i < spans.Length; i++)
        {
            var type = (SpanType)from.Byte();
            var (field, quote, start, end) = ReadPlace(ref from, texts);
            spans[i] = new(type, field ?? default, start ?? 0, end ?? 0, quote ?? "");
        }

        return new(kind, source, language, spans);
    }

    private static void ReadFindings(ref CompactReader from, TicketTexts texts, List<Finding> findings)
    {
        var count = from.Count();
        for (var i = 0; i < count; i++)
        {
            var (rule, dimension, points) = (from.Text(), (Dimension)from.Byte(), from.Points());
            var (field, quote, start, end) = ReadPlace(ref from, texts);
            findings.Add(new(rule, dimension, points, field, quote, start, end, from.Text(), from.Text()));
        }
    }

    private static Dictionary<Dimension, IReadOnlyList<string>> ReadEvidence(
        ref CompactReader from, Dictionary<Dimension, DimensionExplanation>? explanation)
    {
        var evidence = new Dictionary<Dimension, IReadOnlyList<string>>();
        var mask = from.Byte();
        foreach (var dimension in Dimensions.All)
        {
            if ((mask & (1 << (int)dimension)) == 0) continue;
            var contributions = explanation?.GetValueOrDefault(dimension)?.Contributions ?? [];
            var statements = new string[from.Count()];
            for (var i = 0; i < statements.Length; i++)
            {
                var number = from.Unsigned();
                if (number > contributions.Count) throw new InvalidDataException("It refers to a contribution that is not there.");
                statements[i] = number == 0 ? from.Text() : Statements.Of(contributions[(int)number - 1]);
            }

            evidence[dimension] = statements;
        }

        return evidence;
    }

    private static ModelRun ReadRun(ref CompactReader from)
    {
        var (provider, model, prompt, parameters) = (from.Text(), from.Text(), from.Text(), from.Text());
        var (calls, input, output) = ((int)from.Unsigned(), from.Unsigned(), from.Unsigned());
        if (!decimal.TryParse(from.Text(), NumberStyles.Float, CultureInfo.InvariantCulture, out var cost))
            throw new InvalidDataException("A cost is not a number.");
        return new(provider, model, prompt, parameters, calls, input, output, cost, from.Points(), from.TextOrNull());
    }

    private static (TicketField? Field, string? Quote, int? Start, int? End) ReadPlace(ref CompactReader from, TicketTexts texts)
    {
        var parts = from.Byte();
        TicketField? field = (parts & PlaceParts.Field) is var number and > 0 ? (TicketField)(number - 1) : null;
        int? start = (parts & PlaceParts.Start) != 0 ? from.Signed() : null;
        int? end = (parts & PlaceParts.End) != 0 ? from.Signed() + (start ?? 0) : null;
        var quote = (parts & PlaceParts.Quote) != 0 ? from.TextOrNull() : texts.Cut(field, start, end);
        return (field, quote, start, end);
    }
}
