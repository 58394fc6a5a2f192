using System.Text;
using System.Text.Json;
using Vindex.Scoring.Quality;

namespace Vindex.Cli.Evaluate;

/// <summary>The measurements as one JSON document, with four decimals.</summary>
internal static class MeasurementJson
{
    private const int Decimals = 4;

    /// <summary>Agreement with readers: of one judge its object, of several a list of them.</summary>
    public static string Write(IReadOnlyList<(MeasuredJudge Judge, PanelQuality Quality)> judges) =>
        Document([.. judges.Select(row => (row.Judge, (Action<Utf8JsonWriter>)(json => Write(json, row.Quality))))]);

    /// <summary>Agreement with people's labels: of one judge its object, of several a list of them.</summary>
    public static string Write(IReadOnlyList<(MeasuredJudge Judge, LabelQuality Quality)> judges) =>
        Document([.. judges.Select(row => (row.Judge, (Action<Utf8JsonWriter>)(json => Write(json, row.Quality))))]);

    private static void Write(Utf8JsonWriter json, PanelQuality quality)
    {
        json.WriteNumber("tickets", quality.Tickets);
        json.WriteNumber("readings", quality.Readings);
        json.WriteNumber("without_score", quality.WithoutScore);
        json.WriteStartObject("dimensions");
        foreach (var row in quality.Dimensions)
        {
            json.WriteStartObject(row.Dimension);
            Number(json, "rank_correlation", row.Correlation);
            WriteInterval(json, row.Interval);
            Number(json, "mean_absolute_error", row.MeanAbsoluteError);
            Number(json, "bias", row.Bias);
            Number(json, "length_alone", row.LengthAlone);
            Number(json, "between_readers", row.BetweenReaders);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        if (quality.Reading is { } reading) WriteReading(json, reading);
    }

    private static void Write(Utf8JsonWriter json, LabelQuality quality)
    {
        json.WriteNumber("scored", quality.Scored);
        json.WriteNumber("without_score", quality.WithoutScore);
        json.WriteStartArray("criteria");
        foreach (var row in quality.Criteria)
        {
            json.WriteStartObject();
            json.WriteString("dataset", row.Dataset);
            json.WriteString("criterion", row.Criterion);
            json.WriteString("dimension", row.Dimension);
            json.WriteNumber("tickets", row.Tickets);
            json.WriteNumber("defects", row.Defects);
            Number(json, "auc", row.Auc);
            WriteInterval(json, row.Interval);
            Number(json, "kappa", row.Kappa);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("complete_sets");
        foreach (var set in quality.CompleteSets)
        {
            json.WriteStartObject(set.Dataset);
            Number(json, "overall_rank_correlation", set.OverallCorrelation);
            Number(json, "macro_auc", set.MacroAuc);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        Number(json, "macro_auc", quality.MacroAuc);
    }

    private static void WriteReading(Utf8JsonWriter json, ReadingQuality reading)
    {
        json.WriteStartObject("kind");
        Number(json, "accuracy", reading.KindAccuracy);
        json.WriteNumber("tickets", reading.Tickets);
        json.WriteEndObject();
        json.WriteStartObject("spans");
        foreach (var span in reading.Spans)
        {
            json.WriteStartObject(span.Type);
            Number(json, "precision", span.Precision);
            json.WriteNumber("said", span.Said);
            Number(json, "recall", span.Recall);
            json.WriteNumber("wanted", span.Wanted);
            Number(json, "f1", span.F1);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static string Document(IReadOnlyList<(MeasuredJudge Judge, Action<Utf8JsonWriter> Write)> judges)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Output.Formats.TicketJson.Options with { Indented = true, NewLine = "\n" }))
        {
            if (judges.Count > 1)
            {
                json.WriteStartObject();
                json.WriteStartArray("judges");
            }

            foreach (var (judge, write) in judges)
            {
                json.WriteStartObject();
                json.WriteString("judge", judge.Name);
                write(json);
                if (judge.Use is { } use) WriteUse(json, use);
                json.WriteEndObject();
            }

            if (judges.Count > 1)
            {
                json.WriteEndArray();
                json.WriteEndObject();
            }
        }

        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }

    private static void WriteUse(Utf8JsonWriter json, ModelUse use)
    {
        json.WriteStartObject("use");
        json.WriteNumber("runs", use.Runs);
        Number(json, "spread", use.Spread);
        json.WriteNumber("calls", use.Calls);
        json.WriteNumber("input_tokens", use.InputTokens);
        json.WriteNumber("output_tokens", use.OutputTokens);
        if (use.Cost is { } cost) json.WriteNumber("cost", cost);
        else json.WriteNull("cost");
        Number(json, "median_seconds", use.MedianSeconds);
        Number(json, "p95_seconds", use.SlowSeconds);
        json.WriteEndObject();
    }

    private static void WriteInterval(Utf8JsonWriter json, Interval? interval)
    {
        if (interval is not { } known)
        {
            json.WriteNull("interval");
            return;
        }

        json.WriteStartArray("interval");
        json.WriteNumberValue(Math.Round(known.Low, Decimals));
        json.WriteNumberValue(Math.Round(known.High, Decimals));
        json.WriteEndArray();
    }

    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } known) json.WriteNumber(name, Math.Round(known, Decimals));
        else json.WriteNull(name);
    }
}
