using System.Buffers;
using System.Text;
using System.Text.Json;
using Vindex.Scoring.Backlogs;
using Vindex.Server.Web;

namespace Vindex.Server.Portal.Feedback;

/// <summary>An answer as a file: what the page shows, with the same numbers.</summary>
/// <param name="question">The question.</param>
/// <param name="answer">Its answer.</param>
internal sealed class FeedbackData(FeedbackQuestion question, FeedbackAnswerModel answer)
{
    private const string Series = "series";
    private const string Distribution = "distribution";

    /// <summary>The parts that a table can have.</summary>
    public static IReadOnlyList<string> Parts { get; } = [Series, "totals", Distribution];

    /// <summary>The formats.</summary>
    public static IReadOnlyList<string> Formats { get; } = ["csv", "json"];

    /// <summary>One part as CSV.</summary>
    public IResult Csv(string part)
    {
        using var text = new StringWriter();
        using (var rows = new CsvRows(text, "\r\n"))
        {
            if (part == Series) WriteSeries(rows);
            else WriteTable(rows, part == Distribution ? answer.Distribution : answer.Totals);
        }

        return Results.File(Encoding.UTF8.GetBytes(text.ToString()), "text/csv; charset=utf-8", $"feedback-{part}.csv");
    }

    /// <summary>All parts as JSON.</summary>
    public IResult Json()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = WireFormat.Encoder }))
        {
            json.WriteStartObject();
            json.WriteString("project", question.Project);
            json.WriteString("path", question.Path);
            json.WriteString("value_type", question.Type);
            json.WriteString("from", DayRange.Iso(question.Range.From));
            json.WriteString("to", DayRange.Iso(question.Range.To));
            json.WriteStartArray(Series);
            foreach (var row in answer.Chart.Rows) WriteRow(json, row);
            json.WriteEndArray();
            WriteTable(json, "totals", answer.Totals);
            if (answer.Distribution is { } distribution) WriteTable(json, Distribution, distribution);
            json.WriteStartArray("notes");
            foreach (var note in answer.Notes) json.WriteStringValue(note);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Results.File(buffer.WrittenSpan.ToArray(), JsonAnswer.ContentType, "feedback.json");
    }

    private void WriteSeries(CsvRows rows)
    {
        rows.Text("from");
        foreach (var series in answer.Chart.Spec.Series) rows.Text(series.Name);
        rows.Text(answer.Chart.Spec.Counted + "s").End();
        foreach (var row in answer.Chart.Rows)
        {
            rows.Plain(row.Label);
            foreach (var value in row.Values) rows.Plain(value);
            rows.Plain(row.Count.ToString()).End();
        }
    }

    private static void WriteTable(CsvRows rows, FeedbackTable? table)
    {
        if (table is null) return;
        rows.Text(table.First);
        foreach (var column in table.Columns) rows.Text(column);
        rows.End();
        foreach (var line in table.Lines)
        {
            rows.Text(line.Name);
            foreach (var value in line.Values) rows.Text(value);
            rows.End();
        }
    }

    private void WriteRow(Utf8JsonWriter json, ChartRow row)
    {
        json.WriteStartObject();
        json.WriteString("from", row.Label);
        foreach (var (series, value) in answer.Chart.Spec.Series.Zip(row.Values))
        {
            if (value.Length == 0) json.WriteNull(series.Name);
            else json.WritePropertyName(series.Name);
            if (value.Length > 0) json.WriteRawValue(value);
        }

        json.WriteNumber(answer.Chart.Spec.Counted + "s", row.Count);
        json.WriteEndObject();
    }

    private static void WriteTable(Utf8JsonWriter json, string name, FeedbackTable table)
    {
        json.WriteStartArray(name);
        foreach (var line in table.Lines)
        {
            json.WriteStartObject();
            json.WriteString(table.First, line.Name);
            foreach (var (column, value) in table.Columns.Zip(line.Values)) json.WriteString(column, value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
