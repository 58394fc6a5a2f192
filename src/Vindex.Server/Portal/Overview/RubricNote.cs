using Vindex.Server.Scores;

namespace Vindex.Server.Portal.Overview;

/// <summary>
/// Says when the scores of a page were made by more than one version of the rubric, so that a change of rubric is not mistaken for a change of the tickets.
/// </summary>
internal static class RubricNote
{
    /// <summary>The sentences; null where one version made all scores that are compared.</summary>
    /// <param name="rubrics">Scores by judge; the first bucket is the period before, the others are shown.</param>
    public static string? Of(IReadOnlyList<RubricCount> rubrics)
    {
        var shown = rubrics.Where(rubric => rubric.Count > rubric.Buckets[0]).ToList();
        var before = rubrics.Where(rubric => rubric.Buckets[0] > 0).ToList();
        if (shown.Count > 1)
        {
            var made = string.Join(" and ", shown.Select(rubric => $"{rubric.ModelName} ({Wording.Number(rubric.Count - rubric.Buckets[0])})"));
            return $"These scores were made by {made}. A new rubric changes scores even if the tickets stay the same; the chart marks where it starts.";
        }

        return shown.Count == 1 && before.Exists(rubric => rubric.ModelName != shown[0].ModelName)
            ? $"These scores were made by {shown[0].ModelName}, those of the previous period by {string.Join(" and ", before.Select(rubric => rubric.ModelName))}. Part of the change may come from the rubric."
            : null;
    }
}
