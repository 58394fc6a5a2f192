using System.Text.Json;

namespace Vindex.Cli.Feedback.Stats;

/// <summary>The answer of <c>POST /feedback/stats</c>.</summary>
internal sealed record StatsReport
{
    /// <summary>Seconds of a bucket; null with calendar weeks and months.</summary>
    public required long? Granularity { get; init; }

    /// <summary><c>week</c> or <c>month</c>; null with a granularity.</summary>
    public required string? Calendar { get; init; }

    public required string Timezone { get; init; }

    public required StatsReportSeries All { get; init; }

    /// <summary>Null when none were asked for.</summary>
    public required IReadOnlyList<StatsGroupSeries>? Groups { get; init; }

    public static StatsReport Parse(ReadOnlyMemory<byte> json)
    {
        var root = JsonElement.Parse(json.Span);
        return new StatsReport
        {
            Granularity = root.TryGetProperty("granularity", out var granularity) && granularity.ValueKind == JsonValueKind.Number
                ? granularity.GetInt64()
                : null,
            Calendar = root.TryGetProperty("calendar", out var calendar) ? calendar.GetString() : null,
            Timezone = root.GetProperty("timezone").GetString()!,
            All = StatsReportSeries.Read(root),
            Groups = root.TryGetProperty("groups", out var groups) ? [.. groups.EnumerateArray().Select(StatsGroupSeries.Read)] : null,
        };
    }
}

/// <summary>Buckets and the numbers over all of them.</summary>
/// <param name="Buckets">By time.</param>
/// <param name="Window">By slug: the numbers by name, in the order of the answer.</param>
internal sealed record StatsReportSeries(IReadOnlyList<StatsBucket> Buckets, IReadOnlyDictionary<string, StatsWindow> Window)
{
    /// <summary>Rows that were counted.</summary>
    public long Count => Buckets.Sum(bucket => bucket.Count);

    public static StatsReportSeries Read(JsonElement json)
    {
        var window = new Dictionary<string, StatsWindow>(StringComparer.Ordinal);
        if (json.GetProperty("window_stats") is { ValueKind: JsonValueKind.Object } stats)
        {
            foreach (var slug in stats.EnumerateObject()) window[slug.Name] = StatsWindow.Read(slug.Value);
        }

        return new StatsReportSeries([.. json.GetProperty("buckets").EnumerateArray().Select(StatsBucket.Read)], window);
    }
}

/// <summary>A bucket.</summary>
/// <param name="Start">Its beginning, with the zone's offset.</param>
/// <param name="Count">Its rows.</param>
/// <param name="Json">All of it.</param>
internal sealed record StatsBucket(DateTimeOffset Start, long Count, JsonElement Json)
{
    /// <summary>A number; null when there is none.</summary>
    public double? this[string key] => Json.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    public static StatsBucket Read(JsonElement json) => new(json.GetProperty("timestamp").GetDateTimeOffset(), json.GetProperty("count").GetInt64(), json);
}

/// <summary>A metric's numbers over the whole range.</summary>
/// <param name="Names">Their names, in the order of the answer.</param>
/// <param name="Numbers">Each; null when there was no value.</param>
/// <param name="Categories">The most frequent texts with their rows.</param>
internal sealed record StatsWindow(
    IReadOnlyList<string> Names, IReadOnlyDictionary<string, double?> Numbers, IReadOnlyList<(string Value, long Count)> Categories)
{
    public static StatsWindow Read(JsonElement json)
    {
        var numbers = new Dictionary<string, double?>(StringComparer.Ordinal);
        var names = new List<string>();
        List<(string, long)> categories = [];
        foreach (var member in json.EnumerateObject())
        {
            if (member.NameEquals("categories"))
            {
                categories = [.. member.Value.EnumerateArray()
                    .Select(item => (item.GetProperty("value").GetString() ?? "", item.GetProperty("count").GetInt64()))];
            }
            else
            {
                names.Add(member.Name);
                numbers[member.Name] = member.Value.ValueKind == JsonValueKind.Number ? member.Value.GetDouble() : null;
            }
        }

        return new StatsWindow(names, numbers, categories);
    }
}

/// <summary>The rows that have these values.</summary>
/// <param name="Fields">What was grouped by; empty for the rest that has no group of its own.</param>
/// <param name="Count">Its rows.</param>
/// <param name="Series">Its numbers.</param>
internal sealed record StatsGroupSeries(IReadOnlyList<(string Field, JsonElement Value)> Fields, long Count, StatsReportSeries Series)
{
    public static StatsGroupSeries Read(JsonElement json)
    {
        var group = json.GetProperty("group");
        var rest = group.TryGetProperty("other", out var other) && other.ValueKind == JsonValueKind.True && group.EnumerateObject().Count() == 1;
        return new StatsGroupSeries(
            rest ? [] : [.. group.EnumerateObject().Select(field => (field.Name, field.Value))],
            json.GetProperty("count").GetInt64(),
            StatsReportSeries.Read(json));
    }

    /// <summary>The value as people read it.</summary>
    public string Text(int field)
    {
        if (field >= Fields.Count) return field == 0 ? "(the rest)" : "";
        var value = Fields[field].Value;
        return value.ValueKind switch
        {
            JsonValueKind.Null => "(none)",
            JsonValueKind.String => Output.Terminal.TerminalText.OneLine(value.GetString()!) is { Length: > 0 } text ? text : "(empty)",
            _ => value.GetRawText(),
        };
    }
}
