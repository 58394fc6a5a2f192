using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;
using Vindex.Cli.Profiles;
using Vindex.Scoring;
using Vindex.Scoring.Quality;

namespace Vindex.Cli.Evaluate;

/// <summary>The rows of a file, or an error.</summary>
/// <param name="Rows">The rows; null if there is an error.</param>
/// <param name="Reason">The error, with file and line.</param>
internal sealed record FileRows<T>(IReadOnlyList<T>? Rows, string? Reason);

/// <summary>A row with the line that it is on, for messages.</summary>
internal readonly record struct PlacedRow<T>(int Line, T Value);

/// <summary>Reads the files of <c>vindex evaluate</c>.</summary>
internal static class EvaluationFiles
{
    private static readonly string[] s_labelColumns = ["id", "dataset", "criterion", "dimension", "defect"];

    /// <summary>The tickets: <c>{"id", "group", "summary", "description"}</c>, one a line.</summary>
    public static FileRows<EvaluationItem> Items(string path)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return Values(Lines(path, line =>
        {
            var (id, summary) = (line.Text("id"), line.Text("summary"));
            var item = new EvaluationItem(id, line.Text("group"), EvaluationItem.CountWords(summary, line.Optional("description") ?? ""));
            return (item, line.Reason ?? (seen.Add(id) ? null : $"duplicate id '{id}'"));
        }));
    }

    /// <summary>The ratings: <c>{"id", "kind", "scores", "overall", "spans"}</c>, one a line.</summary>
    public static FileRows<PlacedRow<Rating>> Ratings(string path) => Lines(path, line =>
    {
        var rating = new Rating(
            line.Text("id"), line.Scores(line.Object("scores")), line.Score("overall"), new ReadAs(line.Text("kind"), Marked(line.OptionalObject("spans"))));
        return (rating, line.Reason);
    });

    /// <summary>People's ratings: <c>{"id", "scores"}</c>, one a line, with any of the six dimensions.</summary>
    public static FileRows<PlacedRow<PartialRating>> PartialRatings(string path) => Lines(path, line =>
    {
        var rating = new PartialRating(line.Text("id"), line.KnownScores(line.Object("scores", "ratings")));
        return (rating, line.Reason);
    });

    /// <summary>Scores of any judge, as <c>vindex score --format jsonl</c> writes them.</summary>
    public static FileRows<(string Id, JudgeAnswer Answer)> Scores(string path) => Values(Lines(path, line =>
    {
        var id = line.Optional("id") ?? line.Text("key");
        var answer = new JudgeAnswer(
            line.Scores(line.Object("individual_scores", "invest_scores")), line.Score("overall_score"), Reading(line.OptionalObject("reading")));
        return ((id, answer), line.Reason);
    }));

    /// <summary>The labels: CSV with the columns id, dataset, criterion, dimension and defect (0 or 1).</summary>
    public static FileRows<PlacedRow<DefectLabel>> Labels(string path) => Guarded<PlacedRow<DefectLabel>>(path, () =>
    {
        using var reader = new StreamReader(path);
        using var csv = new CsvParser(reader, new CsvConfiguration(System.Globalization.CultureInfo.InvariantCulture) { BadDataFound = null });
        if (!csv.Read()) return new(null, $"{path}: the file is empty");
        var columns = s_labelColumns.Select(name => Array.IndexOf(csv.Record!, name)).ToArray();
        if (Array.IndexOf(columns, -1) is >= 0 and var missing)
            return new(null, $"{path}: line 1: the column '{s_labelColumns[missing]}' is missing; required columns: {string.Join(", ", s_labelColumns)}");
        var rows = new List<PlacedRow<DefectLabel>>();
        while (csv.Read())
        {
            var (record, line) = (csv.Record!, csv.RawRow);
            if (columns.Max() >= record.Length) return new(null, $"{path}: line {line:N0}: the row has {record.Length} columns, the header has {csv.Count}");
            var cells = columns.Select(column => record[column]).ToArray();
            if (cells[3] != "overall" && !Dimensions.TryParse(cells[3], out _))
                return new(null, $"{path}: line {line:N0}: unknown dimension '{cells[3]}'; choose one of {string.Join(", ", Dimensions.Names)}, overall");
            if (cells[4] is not ("0" or "1")) return new(null, $"{path}: line {line:N0}: defect must be 0 or 1, not '{cells[4]}'");
            rows.Add(new(line, new DefectLabel(cells[0], cells[1], cells[2], cells[3], cells[4] == "1")));
        }

        return rows.Count > 0 ? new(rows, null) : new(null, $"{path}: the file contains no labels");
    });

    private static FileRows<T> Values<T>(FileRows<PlacedRow<T>> placed) => new(placed.Rows?.Select(row => row.Value).ToList(), placed.Reason);

    private static FileRows<PlacedRow<T>> Lines<T>(string path, Func<JsonLine, (T Value, string? Reason)> read) => Guarded<PlacedRow<T>>(path, () =>
    {
        var rows = new List<PlacedRow<T>>();
        var number = 0;
        foreach (var text in File.ReadLines(path))
        {
            number++;
            if (string.IsNullOrWhiteSpace(text)) continue;
            try
            {
                using var document = JsonDocument.Parse(text);
                if (document.RootElement.ValueKind != JsonValueKind.Object) return new(null, $"{path}: line {number:N0}: this is not a JSON object");
                var (value, reason) = read(new JsonLine(document.RootElement));
                if (reason is not null) return new(null, $"{path}: line {number:N0}: {reason}");
                rows.Add(new(number, value));
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                // GetString refuses text that is not Unicode with an InvalidOperationException.
                return new(null, $"{path}: line {number:N0}: this is not valid JSON");
            }
        }

        return rows.Count > 0 ? new(rows, null) : new(null, $"{path}: the file is empty");
    });

    private static FileRows<T> Guarded<T>(string path, Func<FileRows<T>> read)
    {
        if (Directory.Exists(path)) return new(null, $"{path}: this is a folder; name a file in it");
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(
                null, $"{path}: {(e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : $"it cannot be read: {e.Message}")}");
        }
    }

    // A rating has its spans by type, a score has them in a list.
    private static List<TypedQuote> Marked(JsonElement? spans)
    {
        var quotes = new List<TypedQuote>();
        if (spans is not { } byType) return quotes;
        foreach (var type in byType.EnumerateObject())
        {
            if (type.Value.ValueKind != JsonValueKind.Array) continue;
            quotes.AddRange(type.Value.EnumerateArray()
                .Where(quote => quote.ValueKind == JsonValueKind.String)
                .Select(quote => new TypedQuote(type.Name, quote.GetString()!)));
        }

        return quotes;
    }

    private static ReadAs? Reading(JsonElement? reading)
    {
        if (reading is not { } read) return null;
        var spans = new List<TypedQuote>();
        if (JsonLine.Member(read, "spans") is { ValueKind: JsonValueKind.Array } list)
        {
            foreach (var item in list.EnumerateArray())
            {
                var span = new JsonLine(item);
                if (span.Optional("type") is { } type && span.Optional("quote") is { } quote) spans.Add(new(type, quote));
            }
        }

        return new(new JsonLine(read).Optional("kind") ?? "", spans);
    }
}
