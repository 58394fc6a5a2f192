using Vindex.Storage.Scores;

namespace Vindex.Storage.Sql.Scores.Groups;

/// <summary>The expressions that scores are grouped by, over their rows <c>s</c> and <c>d</c>.</summary>
internal static class GroupColumns
{
    // The key without the number at its end and what stands before that; a key that does not end in a number has no project.
    private const string Stem = "rtrim(s.ticket_key, '0123456789')";
    private const string Project = $"CASE WHEN {Stem} = s.ticket_key THEN '' ELSE rtrim({Stem}, '-#!') END";

    /// <summary>Whether it is read from the row <c>d</c> of <c>score_details</c>.</summary>
    public static bool IsDetail(ScoreGrouping by) => by is not (ScoreGrouping.Customer or ScoreGrouping.Project);

    /// <summary>The expression, never NULL.</summary>
    public static string Of(ScoreGrouping by) => by switch
    {
        ScoreGrouping.Customer => "s.customer_id",
        ScoreGrouping.Project => Project,
        ScoreGrouping.Source => "d.source",
        ScoreGrouping.IssueType => "COALESCE(d.issue_type, '')",
        ScoreGrouping.Profile => "d.profile",
        ScoreGrouping.Provider => "d.provider",
        ScoreGrouping.Model => "d.model",
        _ => throw new ArgumentOutOfRangeException(nameof(by)),
    };

    /// <summary>Adds the condition that a score is in a group.</summary>
    public static void AddTo(SqlStatement sql, ScoreGroup group)
    {
        if (IsDetail(group.By))
        {
            sql.Add($" AND EXISTS (SELECT 1 FROM score_details d WHERE d.no = s.no AND {Of(group.By):raw} = {group.Value})");
        }
        else
        {
            // As an expression that no index serves: the list's own index is the better one.
            sql.Add($" AND {Of(group.By):raw} || '' = {group.Value}");
        }
    }
}
