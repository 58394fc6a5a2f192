using System.Globalization;
using Vindex.Scoring;
using Vindex.Scoring.Judging.Explanations;
using Vindex.Scoring.Reading;

namespace Vindex.Server.Scoring.Records.Compact;

/// <summary>
/// Writes a judgement in few bytes. Not written is what can be taken from elsewhere: quotes from the ticket's texts, findings from the explanation, whose
/// contributions they are, evidence from the contributions it names.
/// </summary>
internal sealed class JudgementWriter
{
    /// <summary>The first byte. JSON starts with another one, and so does what the store compresses.</summary>
    public const byte Version = 1;

    [ThreadStatic]
    private static JudgementWriter? t_writer;

    private readonly CompactWriter _to = new();
    private readonly Observations _observations = new();
    private TicketTexts _texts;

    /// <summary>The bytes of a judgement.</summary>
    public static byte[] Write(Judgement judgement, TicketTexts texts)
    {
        var writer = t_writer ??= new();
        writer._texts = texts;
        writer._to.Clear();
        writer._observations.Clear();
        writer.Write(judgement);
        writer._texts = default;
        return writer._to.ToArray();
    }

    private void Write(Judgement judgement)
    {
        var advice = judgement.Explanation is { } explanation ? FindingAdvice.Of(explanation, judgement.Findings) : null;
        _to.Byte(Version);
        _to.Texts(judgement.Recommendations);
        _to.Byte((int)Parts(judgement, advice is null));
        if (judgement.Explanation is not null) Write(judgement.Explanation, advice);
        _to.Number(judgement.RecommendationDetails.Count);
        foreach (var detail in judgement.RecommendationDetails)
        {
            _to.Text(detail.Text);
            _to.Byte((int)detail.Dimension);
            _to.Points(detail.Lift);
            _to.Text(detail.Rule);
        }

        if (judgement.Reading is { } reading) Write(reading);
        if (judgement.Confidence is { } confidence)
        {
            _to.Byte((int)confidence.Level);
            _to.Texts(confidence.Reasons);
        }

        if (advice is null) Write(judgement.Findings);
        WriteEvidence(judgement);
        if (judgement.Run is { } run) Write(run);
    }

    private static JudgementParts Parts(Judgement judgement, bool findings) =>
        (judgement.Explanation is null ? JudgementParts.None : JudgementParts.Explanation)
        | (judgement.Reading is null ? JudgementParts.None : JudgementParts.Reading)
        | (judgement.Confidence is null ? JudgementParts.None : JudgementParts.Confidence)
        | (findings ? JudgementParts.Findings : JudgementParts.None)
        | (judgement.Run is null ? JudgementParts.None : JudgementParts.Run);

    private void Write(IReadOnlyDictionary<Dimension, DimensionExplanation> explanation, List<string>? advice)
    {
        _to.Byte(Mask(explanation.Keys));
        var next = 0;
        foreach (var dimension in Dimensions.All)
        {
            if (!explanation.TryGetValue(dimension, out var how)) continue;
            _to.Points(how.Start.Points);
            _to.Text(how.Start.Why);
            _to.Number(how.Contributions.Count);
            foreach (var contribution in how.Contributions)
            {
                Write(contribution, dimension);
                if (advice is not null) _to.Text(advice[next++] is { Length: > 0 } text ? text : null);
            }

            _to.Number(how.NotEarned.Count);
            foreach (var missed in how.NotEarned)
            {
                _to.Text(missed.Rule);
                _to.Points(missed.Points);
                _to.Text(missed.Why);
                _to.Text(missed.Advice);
            }

            _to.Points(how.Sum);
            _to.Signed(how.Score);
        }
    }

    // Mostly, the same observation moves several dimensions.
    private void Write(Contribution contribution, Dimension dimension)
    {
        var earlier = _observations.Find(contribution, dimension);
        _to.Number(earlier + 1);
        _to.Points(contribution.Points);
        if (earlier >= 0) return;
        _to.Text(contribution.Rule);
        _to.Text(contribution.Why);
        WritePlace(contribution.Field, contribution.Quote, contribution.Start, contribution.End);
        _observations.Add(contribution, dimension);
    }

    private void Write(ReadingSummary reading)
    {
        _to.Byte((int)reading.Kind);
        _to.Byte((int)reading.KindSource);
        _to.Text(reading.Language);
        _to.Number(reading.Spans.Count);
        foreach (var span in reading.Spans)
        {
            _to.Byte((int)span.Type);
            WritePlace(span.Field, span.Quote, span.Start, span.End);
        }
    }

    private void Write(IReadOnlyList<Finding> findings)
    {
        _to.Number(findings.Count);
        foreach (var finding in findings)
        {
            _to.Text(finding.Rule);
            _to.Byte((int)finding.Dimension);
            _to.Points(finding.Points);
            WritePlace(finding.Field, finding.Quote, finding.Start, finding.End);
            _to.Text(finding.Why);
            _to.Text(finding.Advice);
        }
    }

    private void WriteEvidence(Judgement judgement)
    {
        _to.Byte(Mask(judgement.ContextUsed.Keys));
        foreach (var dimension in Dimensions.All)
        {
            if (!judgement.ContextUsed.TryGetValue(dimension, out var statements)) continue;
            var contributions = judgement.Explanation?.GetValueOrDefault(dimension)?.Contributions ?? [];
            _to.Number(statements.Count);
            foreach (var statement in statements)
            {
                var index = Statements.IndexOf(statement, contributions);
                _to.Number(index + 1);
                if (index < 0) _to.Text(statement);
            }
        }
    }

    private void Write(ModelRun run)
    {
        foreach (var text in (string[])[run.Provider, run.Model, run.PromptHash, run.Parameters]) _to.Text(text);
        _to.Number(run.Calls);
        _to.Number((uint)Math.Min(run.InputTokens, uint.MaxValue));
        _to.Number((uint)Math.Min(run.OutputTokens, uint.MaxValue));
        _to.Text(run.Cost.ToString(CultureInfo.InvariantCulture));
        _to.Points(run.DurationMs);
        _to.Text(run.Failure);
    }

    private void WritePlace(TicketField? field, string? quote, int? start, int? end)
    {
        var found = _texts.Has(quote, field, start, end);
        var parts = (field is { } known ? (int)known + 1 : 0)
            | (start is null ? 0 : PlaceParts.Start)
            | (end is null ? 0 : PlaceParts.End)
            | (found ? 0 : PlaceParts.Quote);
        _to.Byte(parts);
        if (start is { } from) _to.Signed(from);
        if (end is { } to) _to.Signed(to - (start ?? 0));
        if (!found) _to.Text(quote);
    }

    private static int Mask(IEnumerable<Dimension> dimensions)
    {
        var mask = 0;
        foreach (var dimension in dimensions) mask |= 1 << (int)dimension;
        return mask;
    }
}

/// <summary>Which parts a judgement has.</summary>
[Flags]
internal enum JudgementParts
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>How each score was computed.</summary>
    Explanation = 1,

    /// <summary>What was read in the ticket.</summary>
    Reading = 2,

    /// <summary>How far to rely on it.</summary>
    Confidence = 4,

    /// <summary>Findings that are not the contributions of the explanation.</summary>
    Findings = 8,

    /// <summary>The model that was asked.</summary>
    Run = 16,
}

/// <summary>What is written of a place; the field takes the three lowest bits.</summary>
internal static class PlaceParts
{
    public const int Field = 7;
    public const int Start = 8;
    public const int End = 16;
    public const int Quote = 32;
}
