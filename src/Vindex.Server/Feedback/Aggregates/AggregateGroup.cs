using System.Text.Json;
using Vindex.Server.Feedback.Queries.Rows;
using Vindex.Statistics.Sums;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Feedback.Aggregates;

/// <summary>The counts of one group in one bucket.</summary>
internal sealed class AggregateGroup
{
    /// <summary>The only dimension that comes from a ref; the others are columns.</summary>
    public const string Scorer = "scorer_id";

    private readonly SortedDictionary<string, long> _tags = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (long Count, ExactSum Sum)> _ratings = new(StringComparer.Ordinal);
    private long _total;
    private long _scored;

    /// <summary>Number of values it contributes to the response.</summary>
    public int Size => 2 + _tags.Count + (2 * _ratings.Count);

    /// <summary>A row's value of a dimension.</summary>
    public static string Dimension(string name, FeedbackRow row, ScorerFields scorer) => name switch
    {
        Scorer => AggregateFilter.ObjectId(row.RunnableRef),
        "span_status_code" => scorer.Text(name, "UNSET"),
        _ => scorer.Text(name, ""),
    };

    public void Add(ScorerFields scorer)
    {
        _total++;
        var isScored = false;
        foreach (var tag in scorer.Tags)
        {
            isScored = true;
            _tags[tag] = _tags.GetValueOrDefault(tag) + 1;
        }

        foreach (var (name, rating) in scorer.Ratings)
        {
            isScored = true;
            var (count, sum) = _ratings.TryGetValue(name, out var known) ? known : (0, new ExactSum());
            sum.Add(rating, 1);
            _ratings[name] = (count + 1, sum);
        }

        if (isScored) _scored++;
    }

    /// <summary>Writes its members into the bucket's object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("total_count", _total);
        json.WriteNumber("scored_count", _scored);
        json.WriteStartObject("tag_counts");
        foreach (var (tag, count) in _tags) json.WriteNumber(tag, count);
        json.WriteEndObject();
        json.WriteStartObject("rating_counts");
        foreach (var (name, rating) in _ratings) json.WriteNumber(name, rating.Count);
        json.WriteEndObject();
        json.WriteStartObject("rating_sums");
        foreach (var (name, rating) in _ratings)
        {
            // JSON has no infinity: an overflowing sum is null, as in statistics.
            if (rating.Sum.Round() is var sum && double.IsFinite(sum)) json.WriteNumber(name, sum);
            else json.WriteNull(name);
        }

        json.WriteEndObject();
    }
}
