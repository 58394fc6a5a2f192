using System.Text.Json;
using Vindex.Server.Feedback.Queries.Rows;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Feedback.Aggregates;

/// <summary>Sorts rows into buckets and groups. Buckets are aligned to the epoch; empty ones are left out.</summary>
internal sealed class AggregateBuckets
{
    /// <summary>Maximum number of values in a response.</summary>
    public const int MaxCells = 1_000_000;

    private readonly AggregateRequest _request;
    private readonly SortedDictionary<(long Start, string Group), (string[] Values, AggregateGroup Group)> _groups;

    public AggregateBuckets(AggregateRequest request)
    {
        _request = request;
        var order = Comparer<(long Start, string Group)>.Create((left, right) =>
            left.Start != right.Start ? left.Start.CompareTo(right.Start) : string.CompareOrdinal(left.Group, right.Group));
        _groups = new SortedDictionary<(long Start, string Group), (string[] Values, AggregateGroup Group)>(order);

        // A total without groups has a value even if there are no rows.
        if (request.BucketSeconds is null && request.GroupBy.Count == 0) _groups[(0, "")] = ([], new AggregateGroup());
    }

    /// <summary>Number of values so far.</summary>
    public long Cells { get; private set; }

    public void Add(FeedbackRow row, ScorerFields scorer)
    {
        var start = 0L;
        if (_request.BucketSeconds is { } seconds)
        {
            var ms = row.CreatedAt.ToUnixTimeMilliseconds();
            start = ms - (ms % (seconds * 1000));
        }

        var values = _request.GroupBy.Count == 0 ? [] : _request.GroupBy.Select(dimension => AggregateGroup.Dimension(dimension, row, scorer)).ToArray();
        // U+0000 separates the values in the key; the lengths distinguish texts that contain it.
        var key = (start, values.Length == 0 ? "" : string.Join('\0', values) + '\0' + string.Join(',', values.Select(value => value.Length)));
        if (!_groups.TryGetValue(key, out var known))
        {
            known = (values, new AggregateGroup());
            _groups[key] = known;
            Cells += known.Group.Size;
        }

        var before = known.Group.Size;
        known.Group.Add(scorer);
        Cells += known.Group.Size - before;
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        if (_request.BucketSeconds is { } seconds) json.WriteNumber("time_bucket_seconds", seconds);
        else json.WriteNull("time_bucket_seconds");
        json.WriteNumber("after_ms", _request.AfterMs);
        json.WriteNumber("before_ms", _request.BeforeMs);
        json.WriteStartArray("buckets");
        foreach (var ((start, _), (values, group)) in _groups)
        {
            json.WriteStartObject();
            if (_request.BucketSeconds is null) json.WriteNull("time_bucket_start_ms");
            else json.WriteNumber("time_bucket_start_ms", start);
            json.WriteStartObject("group");
            for (var i = 0; i < values.Length; i++) json.WriteString(_request.GroupBy[i], values[i]);
            json.WriteEndObject();
            group.Write(json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
