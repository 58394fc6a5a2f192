using System.Globalization;
using System.Text.Json;
using Vindex.Statistics.Answers;
using Vindex.Statistics.Buckets;
using Vindex.Statistics.Questions;

namespace Vindex.Server.Feedback.Statistics;

/// <summary>Writes an answer in the shape of <c>POST /feedback/stats</c>, directly into the response.</summary>
internal sealed class StatsJson
{
    private const int PartBytes = 64 * 1024;
    private static readonly JsonEncodedText s_timestamp = JsonEncodedText.Encode("timestamp");
    private static readonly JsonEncodedText s_count = JsonEncodedText.Encode("count");
    private readonly Utf8JsonWriter _writer;
    private readonly StatsAnswer _answer;
    private readonly Key[] _keys;
    private (IReadOnlyList<BucketStart>? Starts, string[] Texts) _lastTimestamps = (null, []);

    private StatsJson(Utf8JsonWriter writer, StatsAnswer answer)
    {
        (_writer, _answer) = (writer, answer);
        _keys = [.. Plan.Metrics.SelectMany(metric => metric.Outputs).Select(output => new Key(JsonEncodedText.Encode(output.Key), output.IsCount))];
    }

    private StatsPlan Plan => _answer.Plan;

    /// <summary>Writes the answer as one JSON object.</summary>
    public static void Write(Utf8JsonWriter writer, StatsAnswer answer)
    {
        foreach (var _ in WriteInParts(writer, answer)) writer.Flush();
    }

    /// <summary>
    /// Writes the answer as one JSON object and yields after about every 64 KiB, so that the caller can send what has been written. What follows the last
    /// yield is left in the writer.
    /// </summary>
    /// <returns>The number of bytes written so far, at each yield.</returns>
    public static IEnumerable<long> WriteInParts(Utf8JsonWriter writer, StatsAnswer answer) => new StatsJson(writer, answer).Parts();

    private long Written => _writer.BytesCommitted + _writer.BytesPending;

    private IEnumerable<long> Parts()
    {
        _writer.WriteStartObject();
        WriteRange(_answer.Series);
        if (Plan.Granularity is { } seconds) _writer.WriteNumber("granularity", seconds);
        else _writer.WriteNull("granularity");
        _writer.WriteString("timezone", Plan.Timezone);
        foreach (var written in WriteSeries(_answer.Series)) yield return written;
        if (Plan.Calendar is { } unit) _writer.WriteString("calendar", unit.ToString().ToLowerInvariant());
        foreach (var written in _answer.Groups is { } groups ? WriteGroups(groups) : []) yield return written;
        if (_answer.Previous is { } previous)
        {
            _writer.WriteStartObject("previous");
            WriteRange(previous);
            foreach (var written in WriteSeries(previous)) yield return written;
            _writer.WriteEndObject();
        }

        _writer.WriteEndObject();
    }

    private void WriteRange(StatsSeries series)
    {
        _writer.WriteString("start", Instant(series.Start));
        _writer.WriteString("end", Instant(series.End));
    }

    private IEnumerable<long> WriteGroups(IReadOnlyList<StatsGroup> groups)
    {
        _writer.WriteStartArray("groups");
        foreach (var group in groups)
        {
            _writer.WriteStartObject();
            _writer.WriteStartObject("group");
            if (group.Values is null) _writer.WriteBoolean("other", true);
            for (var field = 0; field < (group.Values?.Count ?? 0); field++)
            {
                _writer.WritePropertyName(Plan.GroupBy[field]);
                WriteScalar(group.Values![field]);
            }

            _writer.WriteEndObject();
            _writer.WriteNumber(s_count, group.Series.WindowCount);
            foreach (var written in WriteSeries(group.Series)) yield return written;
            _writer.WriteEndObject();
        }

        _writer.WriteEndArray();
    }

    private IEnumerable<long> WriteSeries(StatsSeries series)
    {
        var timestamps = Timestamps(series.BucketStarts);
        _writer.WriteStartArray("buckets");
        for (var bucket = 0; bucket < timestamps.Length; bucket++)
        {
            var before = Written;
            WriteBucket(series, bucket, timestamps[bucket]);
            if (Written / PartBytes > before / PartBytes) yield return Written;
        }

        _writer.WriteEndArray();
        WriteWindow(series);
    }

    // All groups share one list of starts.
    private string[] Timestamps(IReadOnlyList<BucketStart> starts)
    {
        if (!ReferenceEquals(_lastTimestamps.Starts, starts)) _lastTimestamps = (starts, [.. starts.Select(BucketTimestamp.Text)]);
        return _lastTimestamps.Texts;
    }

    private void WriteBucket(StatsSeries series, int bucket, string timestamp)
    {
        _writer.WriteStartObject();
        _writer.WriteString(s_timestamp, timestamp);
        var values = series.Bucket(bucket);
        for (var i = 0; i < _keys.Length; i++)
        {
            _writer.WritePropertyName(_keys[i].Name);
            if (_keys[i].IsCount && !double.IsNaN(values[i])) _writer.WriteNumberValue((long)values[i]);
            else WriteFloat(values[i]);
        }

        _writer.WriteNumber(s_count, series.Counts[bucket]);
        _writer.WriteEndObject();
    }

    private void WriteWindow(StatsSeries series)
    {
        if (Plan.Metrics.Count == 0)
        {
            _writer.WriteNull("window_stats");
            return;
        }

        _writer.WriteStartObject("window_stats");
        foreach (var (metric, window) in Plan.Metrics.Zip(series.Window))
        {
            _writer.WriteStartObject(window.Slug);
            for (var i = 0; i < window.Values.Length; i++)
            {
                _writer.WritePropertyName(metric.Outputs[i].Name);
                WriteFloat(window.Values[i]);
            }

            if (window.Histogram is { } histogram) WriteHistogram(histogram);
            if (window.Categories is { } categories) WriteCategories(categories);
            _writer.WriteEndObject();
        }

        _writer.WriteEndObject();
    }

    private void WriteHistogram(IReadOnlyList<HistogramBin> histogram)
    {
        _writer.WriteStartArray("histogram");
        foreach (var bin in histogram)
        {
            _writer.WriteStartObject();
            _writer.WritePropertyName("from");
            WriteFloat(bin.From);
            _writer.WritePropertyName("to");
            WriteFloat(bin.To);
            _writer.WriteNumber(s_count, bin.Count);
            _writer.WriteEndObject();
        }

        _writer.WriteEndArray();
    }

    private void WriteCategories(IReadOnlyList<CategoryCount> categories)
    {
        _writer.WriteStartArray("categories");
        foreach (var category in categories)
        {
            _writer.WriteStartObject();
            _writer.WriteString("value", category.Value);
            _writer.WriteNumber(s_count, category.Count);
            _writer.WriteEndObject();
        }

        _writer.WriteEndArray();
    }

    private void WriteScalar(ScalarValue value)
    {
        if (value.Text is { } text) _writer.WriteStringValue(text);
        else if (value.Number is { } number) _writer.WriteNumberValue(number);
        else if (value.Boolean is { } boolean) _writer.WriteBooleanValue(boolean);
        else _writer.WriteNullValue();
    }

    // Integral floats keep their decimal point, as in the published API: Python clients distinguish them from integers.
    private void WriteFloat(double value)
    {
        if (double.IsNaN(value))
        {
            _writer.WriteNullValue();
            return;
        }

        Span<byte> text = stackalloc byte[40];
        value.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
        if (!text[..length].ContainsAny((byte)'.', (byte)'E'))
        {
            text[length++] = (byte)'.';
            text[length++] = (byte)'0';
        }

        _writer.WriteRawValue(text[..length], skipInputValidation: true);
    }

    private static string Instant(DateTimeOffset instant)
    {
        var format = instant.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
        return instant.ToUniversalTime().ToString(format, CultureInfo.InvariantCulture);
    }

    private readonly record struct Key(JsonEncodedText Name, bool IsCount);
}
