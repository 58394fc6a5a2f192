using Vindex.Server.Web;
using Vindex.Storage.Scores;

namespace Vindex.Server.Scores.Groups;

/// <summary>What scores can be filtered and grouped by.</summary>
/// <param name="Name">Name of the query parameter.</param>
/// <param name="By">The grouping.</param>
/// <param name="Path">Its path in the payload of a score's feedback; null if the payload does not have it.</param>
/// <param name="Meaning">Description for the API.</param>
internal sealed record ScoreField(string Name, ScoreGrouping By, string? Path, string Meaning)
{
    /// <summary>The value of a parameter that selects the scores without a value.</summary>
    public const string Without = "(none)";

    private const int MaxLength = 1000;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ScoreField> All { get; } =
    [
        new("customer_id", ScoreGrouping.Customer, "customer_id", "Only this customer."),
        new("project", ScoreGrouping.Project, null, $"Only tickets of this project: KOL of KOL-12, acme/shop of acme/shop#12. {Without}: keys without one."),
        new("type", ScoreGrouping.IssueType, null, $"Only this type of the tracker, such as Bug. {Without}: tickets without one."),
        new("source", ScoreGrouping.Source, "source", "Only this source, such as api or jiraforge."),
        new("profile", ScoreGrouping.Profile, null, "Only scores by this profile."),
        new("provider", ScoreGrouping.Provider, "provider", "Only this provider of judges: vindex is the offline judge."),
        new("model", ScoreGrouping.Model, "model", "Only this judge, such as rubric-3.1."),
    ];

    /// <summary>All but the customer, whom a scope contains.</summary>
    public static IReadOnlyList<ScoreField> Filters { get; } = [.. All.Skip(1)];

    /// <summary>The query parameters, for the API description.</summary>
    public static IEnumerable<QueryParameter> Parameters => Filters.Select(one => new QueryParameter(one.Name, one.Meaning));

    /// <summary>The groups that a query selects.</summary>
    public static IReadOnlyList<ScoreGroup> Read(QueryReader query)
    {
        var groups = new List<ScoreGroup>();
        foreach (var field in Filters)
            if (query.Text(field.Name, MaxLength) is { } text) groups.Add(new ScoreGroup(field.By, text == Without ? "" : text));
        return groups;
    }

    /// <summary>A group's value as a parameter.</summary>
    public static string Parameter(string value) => value.Length == 0 ? Without : value;
}
