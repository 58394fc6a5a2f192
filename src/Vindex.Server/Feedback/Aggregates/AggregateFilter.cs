using Vindex.Server.Feedback.Queries.Rows;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Feedback.Aggregates;

/// <summary>The filter of an aggregate. An empty list matches everything.</summary>
internal sealed class AggregateFilter(AggregateRequest request)
{
    /// <summary>The rating to which the bounds apply.</summary>
    private const string Rating = "_rating_";

    private readonly HashSet<string> _tags = request.Tags.ToHashSet(StringComparer.Ordinal);
    private readonly HashSet<string> _agents = request.SpanAgentNames.ToHashSet(StringComparer.Ordinal);

    /// <summary>The object name in a ref: <c>judge</c> in <c>weave:///e/p/object/judge:v1</c>; empty without a ref.</summary>
    public static string ObjectId(string? reference)
    {
        if (reference is null) return "";
        var name = reference[(reference.LastIndexOf('/') + 1)..];
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? name : name[..colon];
    }

    public bool Counts(FeedbackRow row, ScorerFields scorer) =>
        (request.FeedbackTypes.Count == 0 || request.FeedbackTypes.Any(type => row.FeedbackType.StartsWith(type.TrimEnd('*'), StringComparison.Ordinal)))
        && IsOneOf(row.TriggerRef, request.MonitorIds)
        && IsOneOf(row.RunnableRef, request.ScorerIds)
        && (_agents.Count == 0 || _agents.Contains(scorer.Text("span_agent_name", "")))
        && (request.SpanTypes.Count == 0 || request.SpanTypes.Contains(SpanType(row.WeaveRef)))
        && (_tags.Count == 0 || scorer.Tags.Any(_tags.Contains))
        && IsWithinBounds(scorer);

    private static bool IsOneOf(string? reference, IReadOnlyList<string> ids)
    {
        if (ids.Count == 0) return true;
        var objectId = ObjectId(reference);
        return ids.Any(id => id.EndsWith('*') ? objectId.StartsWith(id.TrimEnd('*'), StringComparison.Ordinal) : objectId == id);
    }

    // The second-to-last part of a ref such as weave:///entity/project/agent_turn/<id>.
    private static string SpanType(string reference)
    {
        var parts = reference.Split('/');
        return parts.Length < 2 ? "" : parts[^2];
    }

    private bool IsWithinBounds(ScorerFields scorer)
    {
        if (request.RatingMin is null && request.RatingMax is null) return true;
        return scorer.Rating(Rating) is { } rating && !(rating < request.RatingMin) && !(rating > request.RatingMax);
    }
}
