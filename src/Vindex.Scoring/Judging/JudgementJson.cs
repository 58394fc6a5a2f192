using System.Text.Json;
using Vindex.Scoring.Judging.Explanations;
using Vindex.Scoring.Reading;

namespace Vindex.Scoring.Judging;

/// <summary>The parts of a whole score as JSON, with the names of the API; the same bytes for the same judgement.</summary>
public static class JudgementJson
{
    private static readonly JsonEncodedText s_reading =
        Encoded("reading"), s_explanation = Encoded("explanation"), s_details = Encoded("recommendation_details"), s_confidence = Encoded("confidence");
    private static readonly JsonEncodedText s_kind =
        Encoded("kind"), s_kindSource = Encoded("kind_source"), s_language = Encoded("language"), s_spans = Encoded("spans"), s_type = Encoded("type");
    private static readonly JsonEncodedText s_findings =
        Encoded("findings"), s_rule = Encoded("rule"), s_dimension = Encoded("dimension"), s_points = Encoded("points");
    private static readonly JsonEncodedText s_field =
        Encoded("field"), s_quote = Encoded("quote"), s_start = Encoded("start"), s_end = Encoded("end"), s_why = Encoded("why"), s_advice = Encoded("advice");
    private static readonly JsonEncodedText s_contributions =
        Encoded("contributions"), s_notEarned = Encoded("not_earned"), s_sum = Encoded("sum"), s_score = Encoded("score");
    private static readonly JsonEncodedText s_text = Encoded("text"), s_lift = Encoded("lift"), s_level = Encoded("level"), s_reasons = Encoded("reasons");
    private static readonly JsonEncodedText[] s_dimensions = [.. Dimensions.Names.Select(Encoded)];
    private static readonly JsonEncodedText[] s_fields = [Encoded("summary"), Encoded("description"), Encoded("acceptance_criteria"), Encoded("context")];
    private static readonly JsonEncodedText[] s_levels = [Encoded("low"), Encoded("medium"), Encoded("high")];
    private static readonly JsonEncodedText[] s_kinds = [.. ReadingNames.Kinds.Select(Encoded)];
    private static readonly JsonEncodedText[] s_types = [.. ReadingNames.Spans.Select(Encoded)];

    /// <summary>The name of a ticket's field, such as <c>acceptance_criteria</c>.</summary>
    public static string Name(TicketField field) => s_fields[(int)field].Value;

    /// <summary>The name of a level of confidence.</summary>
    public static string Name(ConfidenceLevel level) => s_levels[(int)level].Value;

    /// <summary>
    /// Writes the members <c>reading</c>, <c>explanation</c>, <c>recommendation_details</c> and <c>confidence</c>; what the judge does not say is null.
    /// </summary>
    public static void WriteDetails(Utf8JsonWriter json, Judgement judgement)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(judgement);
        if (judgement.Reading is { } reading) WriteReading(json, reading);
        else json.WriteNull(s_reading);
        if (judgement.Explanation is { } explanation) WriteExplanation(json, explanation);
        else json.WriteNull(s_explanation);
        WriteRecommendations(json, judgement.RecommendationDetails);
        if (judgement.Confidence is { } confidence) WriteConfidence(json, confidence);
        else json.WriteNull(s_confidence);
    }

    /// <summary>Writes the member <c>findings</c>.</summary>
    public static void WriteFindings(Utf8JsonWriter json, IReadOnlyList<Finding> findings)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(findings);
        json.WriteStartArray(s_findings);
        foreach (var finding in findings)
        {
            json.WriteStartObject();
            json.WriteString(s_rule, finding.Rule);
            json.WriteString(s_dimension, s_dimensions[(int)finding.Dimension]);
            WritePoints(json, s_points, finding.Points);
            WriteQuote(json, finding.Field, finding.Quote, finding.Start, finding.End);
            json.WriteString(s_why, finding.Why);
            json.WriteString(s_advice, finding.Advice);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteReading(Utf8JsonWriter json, ReadingSummary reading)
    {
        json.WriteStartObject(s_reading);
        json.WriteString(s_kind, s_kinds[(int)reading.Kind]);
        json.WriteString(s_kindSource, reading.KindSource.Name());
        json.WriteString(s_language, reading.Language);
        json.WriteStartArray(s_spans);
        foreach (var span in reading.Spans)
        {
            json.WriteStartObject();
            json.WriteString(s_type, s_types[(int)span.Type]);
            json.WriteString(s_field, s_fields[(int)span.Field]);
            json.WriteNumber(s_start, span.Start);
            json.WriteNumber(s_end, span.End);
            json.WriteString(s_quote, span.Quote);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteExplanation(Utf8JsonWriter json, IReadOnlyDictionary<Dimension, DimensionExplanation> explanation)
    {
        json.WriteStartObject(s_explanation);
        foreach (var dimension in Dimensions.All)
        {
            if (!explanation.TryGetValue(dimension, out var how)) continue;
            json.WriteStartObject(s_dimensions[(int)dimension]);
            json.WriteStartObject(s_start);
            WritePoints(json, s_points, how.Start.Points);
            json.WriteString(s_why, how.Start.Why);
            json.WriteEndObject();
            json.WriteStartArray(s_contributions);
            foreach (var contribution in how.Contributions) WriteContribution(json, contribution);
            json.WriteEndArray();
            json.WriteStartArray(s_notEarned);
            foreach (var missing in how.NotEarned) WriteNotEarned(json, missing);
            json.WriteEndArray();
            WritePoints(json, s_sum, how.Sum);
            json.WriteNumber(s_score, how.Score);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteContribution(Utf8JsonWriter json, Contribution contribution)
    {
        json.WriteStartObject();
        json.WriteString(s_rule, contribution.Rule);
        WritePoints(json, s_points, contribution.Points);
        WriteQuote(json, contribution.Field, contribution.Quote, contribution.Start, contribution.End);
        json.WriteString(s_why, contribution.Why);
        json.WriteEndObject();
    }

    private static void WriteNotEarned(Utf8JsonWriter json, NotEarned missing)
    {
        json.WriteStartObject();
        json.WriteString(s_rule, missing.Rule);
        WritePoints(json, s_points, missing.Points);
        json.WriteString(s_why, missing.Why);
        json.WriteString(s_advice, missing.Advice);
        json.WriteEndObject();
    }

    private static void WriteRecommendations(Utf8JsonWriter json, IReadOnlyList<RecommendationDetail> details)
    {
        json.WriteStartArray(s_details);
        foreach (var detail in details)
        {
            json.WriteStartObject();
            json.WriteString(s_text, detail.Text);
            json.WriteString(s_dimension, s_dimensions[(int)detail.Dimension]);
            WritePoints(json, s_lift, detail.Lift);
            json.WriteString(s_rule, detail.Rule);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteConfidence(Utf8JsonWriter json, Confidence confidence)
    {
        json.WriteStartObject(s_confidence);
        json.WriteString(s_level, s_levels[(int)confidence.Level]);
        json.WriteStartArray(s_reasons);
        foreach (var reason in confidence.Reasons) json.WriteStringValue(reason);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // An absence has neither field nor quote; a context item has no text of the ticket for a quote to stand in.
    private static void WriteQuote(Utf8JsonWriter json, TicketField? field, string? quote, int? start, int? end)
    {
        if (field is { } known) json.WriteString(s_field, s_fields[(int)known]);
        else json.WriteNull(s_field);
        json.WriteString(s_quote, quote);
        WriteOffset(json, s_start, start);
        WriteOffset(json, s_end, end);
    }

    private static void WriteOffset(Utf8JsonWriter json, JsonEncodedText name, int? offset)
    {
        if (offset is { } value) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }

    // Points have two decimals at most, which is written several times faster than any double.
    private static void WritePoints(Utf8JsonWriter json, JsonEncodedText name, double points)
    {
        const double most = 1e6;
        var rounded = Math.Round(points * 100);
        if (rounded / 100 != points || Math.Abs(rounded) > most)
        {
            json.WriteNumber(name, points);
            return;
        }

        Span<byte> text = stackalloc byte[12];
        var length = 0;
        var hundredths = (int)Math.Abs(rounded);
        if (rounded < 0) text[length++] = (byte)'-';
        (hundredths / 100).TryFormat(text[length..], out var digits);
        length += digits;
        if (hundredths % 100 is > 0 and var decimals)
        {
            text[length++] = (byte)'.';
            text[length++] = (byte)('0' + (decimals / 10));
            if (decimals % 10 > 0) text[length++] = (byte)('0' + (decimals % 10));
        }

        json.WritePropertyName(name);
        json.WriteRawValue(text[..length], skipInputValidation: true);
    }

    private static JsonEncodedText Encoded(string name) => JsonEncodedText.Encode(name);
}
