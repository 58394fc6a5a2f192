using System.Globalization;
using System.Text.Json;
using Vindex.Statistics.Questions;

namespace Vindex.Statistics.Answers;

/// <summary>Writes an answer in the shape of <c>POST /feedback/stats</c>, straight into the response.</summary>
public static class StatsJson
{
    private const int BytesOfPart = 64 * 1024;
    private static readonly JsonEncodedText s_timestamp = JsonEncodedText.Encode("timestamp");
    private static readonly JsonEncodedText s_count = JsonEncodedText.Encode("count");

    /// <summary>Writes the answer as one JSON object.</summary>
    public static void Write(Utf8JsonWriter writer, StatsAnswer answer)
    {
        foreach (var _ in WriteInParts(writer, answer))
            writer.Flush();
    }

    /// <summary>
    /// Writes the answer as one JSON object, with a stop after each 64 KiB or so (given as the bytes written so far), at which the caller may hand over what is
    /// written. What comes after the last stop is left in the writer.
    /// </summary>
    public static IEnumerable<long> WriteInParts(Utf8JsonWriter writer, StatsAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(answer);
        return Parts(writer, answer);
    }

    private static IEnumerable<long> Parts(Utf8JsonWriter writer, StatsAnswer answer)
    {
        var plan = answer.Plan;
        var keys = plan.Metrics.SelectMany(metric => metric.Outputs).Select(output => new Key(JsonEncodedText.Encode(output.Key), output.IsCount)).ToArray();
        writer.WriteStartObject();
        writer.WriteString("start", Instant(answer.Series.Start));
        writer.WriteString("end", Instant(answer.Series.End));
        if (plan.Granularity is { } seconds)
            writer.WriteNumber("granularity", seconds);
        else
            writer.WriteNull("granularity");
        writer.WriteString("timezone", plan.Timezone);
        foreach (var stop in WriteSeries(writer, plan, keys, answer.Series))
            yield return stop;
        if (plan.Calendar is { } unit)
            writer.WriteString("calendar", unit.ToString().ToLowerInvariant());
        foreach (var stop in answer.Groups is { } groups ? WriteGroups(writer, plan, keys, groups) : [])
            yield return stop;
        if (answer.Previous is { } previous)
        {
            writer.WriteStartObject("previous");
            writer.WriteString("start", Instant(previous.Start));
            writer.WriteString("end", Instant(previous.End));
            foreach (var stop in WriteSeries(writer, plan, keys, previous))
                yield return stop;
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }

    private static IEnumerable<long> WriteGroups(Utf8JsonWriter writer, StatsPlan plan, Key[] keys, IReadOnlyList<StatsGroup> groups)
    {
        writer.WriteStartArray("groups");
        foreach (var group in groups)
        {
            writer.WriteStartObject();
            writer.WriteStartObject("group");
            if (group.Values is null)
                writer.WriteBoolean("other", true);
            for (var field = 0; field < (group.Values?.Count ?? 0); field++)
            {
                writer.WritePropertyName(plan.GroupBy[field]);
                WriteScalar(writer, group.Values![field]);
            }
            writer.WriteEndObject();
            writer.WriteNumber(s_count, group.Series.WindowCount);
            foreach (var stop in WriteSeries(writer, plan, keys, group.Series))
                yield return stop;
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static IEnumerable<long> WriteSeries(Utf8JsonWriter writer, StatsPlan plan, Key[] keys, StatsSeries series)
    {
        writer.WriteStartArray("buckets");
        for (var bucket = 0; bucket < series.Timestamps.Count; bucket++)
        {
            var before = Written(writer);
            WriteBucket(writer, keys, series, bucket);
            if (Written(writer) / BytesOfPart > before / BytesOfPart)
                yield return Written(writer);
        }
        writer.WriteEndArray();
        WriteWindow(writer, plan, series);
    }

    private static long Written(Utf8JsonWriter writer) => writer.BytesCommitted + writer.BytesPending;

    private static void WriteBucket(Utf8JsonWriter writer, Key[] keys, StatsSeries series, int bucket)
    {
        writer.WriteStartObject();
        writer.WriteString(s_timestamp, series.Timestamps[bucket]);
        var values = series.Bucket(bucket);
        for (var i = 0; i < keys.Length; i++)
        {
            writer.WritePropertyName(keys[i].Name);
            if (keys[i].IsCount && !double.IsNaN(values[i]))
                writer.WriteNumberValue((long)values[i]);
            else
                WriteFloat(writer, values[i]);
        }
        writer.WriteNumber(s_count, series.Counts[bucket]);
        writer.WriteEndObject();
    }

    private static void WriteWindow(Utf8JsonWriter writer, StatsPlan plan, StatsSeries series)
    {
        if (plan.Metrics.Count == 0)
        {
            writer.WriteNull("window_stats");
            return;
        }
        writer.WriteStartObject("window_stats");
        for (var metric = 0; metric < plan.Metrics.Count; metric++)
        {
            var window = series.Window[metric];
            writer.WriteStartObject(window.Slug);
            for (var i = 0; i < window.Values.Length; i++)
            {
                writer.WritePropertyName(plan.Metrics[metric].Outputs[i].Name);
                WriteFloat(writer, window.Values[i]);
            }
            WriteHistogram(writer, window.Histogram);
            WriteCategories(writer, window.Categories);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }

    private static void WriteHistogram(Utf8JsonWriter writer, IReadOnlyList<HistogramBin>? histogram)
    {
        if (histogram is null)
            return;
        writer.WriteStartArray("histogram");
        foreach (var bin in histogram)
        {
            writer.WriteStartObject();
            writer.WritePropertyName("from");
            WriteFloat(writer, bin.From);
            writer.WritePropertyName("to");
            WriteFloat(writer, bin.To);
            writer.WriteNumber(s_count, bin.Count);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void WriteCategories(Utf8JsonWriter writer, IReadOnlyList<CategoryCount>? categories)
    {
        if (categories is null)
            return;
        writer.WriteStartArray("categories");
        foreach (var category in categories)
        {
            writer.WriteStartObject();
            writer.WriteString("value", category.Value);
            writer.WriteNumber(s_count, category.Count);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void WriteScalar(Utf8JsonWriter writer, ScalarValue value)
    {
        if (value.Text is { } text)
            writer.WriteStringValue(text);
        else if (value.Number is { } number)
            writer.WriteNumberValue(number);
        else if (value.Boolean is { } boolean)
            writer.WriteBooleanValue(boolean);
        else
            writer.WriteNullValue();
    }

    // A whole float keeps its point, as the published API writes it: clients in Python tell the two apart.
    private static void WriteFloat(Utf8JsonWriter writer, double value)
    {
        if (double.IsNaN(value))
        {
            writer.WriteNullValue();
            return;
        }
        Span<byte> text = stackalloc byte[40];
        value.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
        if (!text[..length].ContainsAny((byte)'.', (byte)'E'))
        {
            text[length++] = (byte)'.';
            text[length++] = (byte)'0';
        }
        writer.WriteRawValue(text[..length], skipInputValidation: true);
    }

    private static string Instant(DateTimeOffset instant) =>
        instant.ToUniversalTime().ToString(instant.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private readonly record struct Key(JsonEncodedText Name, bool IsCount);
}
