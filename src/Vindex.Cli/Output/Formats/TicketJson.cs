using System.Text.Encodings.Web;
using System.Text.Json;
using Vindex.Cli.Score;
using Vindex.Scoring;
using Vindex.Scoring.Judging;

namespace Vindex.Cli.Output.Formats;

/// <summary>A judged ticket as JSON, with the names of the API; the same bytes for the same judgement.</summary>
internal static class TicketJson
{
    /// <summary>Text of every script stays readable; what JSON must escape is escaped.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one object.</summary>
    public static void Write(Utf8JsonWriter json, ScoredTicket ticket)
    {
        var judgement = ticket.Judgement;
        json.WriteStartObject();
        json.WriteString("id", ticket.Id);
        json.WriteString("key", ticket.Key);
        WriteTenths(json, "overall_score", ticket.OverallTenths);
        json.WriteStartObject("individual_scores");
        foreach (var dimension in Dimensions.All) json.WriteNumber(dimension.Name(), judgement.Scores[dimension]);
        json.WriteEndObject();
        WriteStrings(json, "recommendations", judgement.Recommendations);
        json.WriteStartObject("context_used");
        foreach (var dimension in Dimensions.All)
        {
            if (judgement.ContextUsed.TryGetValue(dimension, out var statements)) WriteStrings(json, dimension.Name(), statements);
        }

        json.WriteEndObject();
        JudgementJson.WriteDetails(json, judgement);
        JudgementJson.WriteFindings(json, judgement.Findings);
        json.WriteEndObject();
    }

    /// <summary>Writes a score kept in tenths as a number with one decimal; null stays null.</summary>
    public static void WriteTenths(Utf8JsonWriter json, string name, int? tenths)
    {
        json.WritePropertyName(name);
        if (tenths is { } value) json.WriteRawValue(Tenths.Text(value), skipInputValidation: true);
        else json.WriteNullValue();
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
