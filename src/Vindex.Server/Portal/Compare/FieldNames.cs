using Vindex.Server.Languages;
using Vindex.Server.Scores.Groups;
using Vindex.Storage.Scores;

namespace Vindex.Server.Portal.Compare;

/// <summary>What pages call the fields by which scores are grouped.</summary>
internal static class FieldNames
{
    /// <summary>The field in the URL of a comparison.</summary>
    public static string Parameter(ScoreField field) => field.By == ScoreGrouping.Customer ? "customer" : field.Name;

    /// <summary>Display name.</summary>
    public static string Of(ScoreGrouping field) => Texts.T($"compare.field.{Name(field)}");

    /// <summary>Display name within a sentence.</summary>
    public static string Within(ScoreGrouping field) => Texts.T($"compare.within.{Name(field)}");

    /// <summary>What a group without a value is called.</summary>
    public static string Without(ScoreGrouping field) => Texts.T($"compare.without.{Name(field)}");

    /// <summary>The name in files and in keys of texts.</summary>
    public static string Name(ScoreGrouping field) => field switch
    {
        ScoreGrouping.Customer => "customer",
        ScoreGrouping.Project => "project",
        ScoreGrouping.IssueType => "type",
        ScoreGrouping.Source => "source",
        ScoreGrouping.Profile => "profile",
        ScoreGrouping.Provider => "provider",
        _ => "judge",
    };
}
