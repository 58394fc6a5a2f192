using Vindex.Server.Scores.Groups;
using Vindex.Storage.Scores;

namespace Vindex.Server.Portal.Compare;

/// <summary>What pages call the fields by which scores are grouped.</summary>
internal static class FieldNames
{
    /// <summary>The field in the URL of a comparison.</summary>
    public static string Parameter(ScoreField field) => field.By == ScoreGrouping.Customer ? "customer" : field.Name;

    /// <summary>Display name.</summary>
    public static string Of(ScoreGrouping field) => field switch
    {
        ScoreGrouping.Customer => "Customer",
        ScoreGrouping.Project => "Project",
        ScoreGrouping.IssueType => "Type",
        ScoreGrouping.Source => "Source",
        ScoreGrouping.Profile => "Profile",
        ScoreGrouping.Provider => "Provider",
        _ => "Judge",
    };

    /// <summary>What a group without a value is called.</summary>
    public static string Without(ScoreGrouping field) => $"No {Of(field).ToLowerInvariant()}";
}
