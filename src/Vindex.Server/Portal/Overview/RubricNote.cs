using Vindex.Server.Scores;
using static Vindex.Server.Languages.Texts;

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
            var judges = Joined(shown.Select(rubric => $"{rubric.ModelName} ({Wording.Number(rubric.Count - rubric.Buckets[0])})"));
            return T("overview.rubrics", ("judges", judges));
        }

        return shown.Count == 1 && before.Exists(rubric => rubric.ModelName != shown[0].ModelName)
            ? T("overview.rubric-change", ("judge", shown[0].ModelName), ("judges", Joined(before.Select(rubric => rubric.ModelName))))
            : null;
    }

    private static string Joined(IEnumerable<string> judges) => judges.Aggregate((first, second) => T("overview.and", ("first", first), ("second", second)));
}
