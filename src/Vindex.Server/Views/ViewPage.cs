using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;
using Vindex.Server.Scores.Groups;
using Vindex.Storage.Views;

namespace Vindex.Server.Views;

/// <summary>A page whose filters can be saved.</summary>
/// <param name="Name">Its name in the API.</param>
/// <param name="Title">Its title.</param>
/// <param name="Path">Its path.</param>
/// <param name="Parameters">The parameters that are saved; a cursor, for example, is not.</param>
internal sealed record ViewPage(string Name, string Title, string Path, IReadOnlyList<string> Parameters)
{
    private static readonly string[] s_range = ["days", "from", "to", "timezone"];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ViewPage> All { get; } =
    [
        new(
            "tickets",
            "Tickets",
            "/app/tickets",
            ["q", "band", "fails", "min", "max", "key", "from", "to", "since", "until", "timezone", "sort", "latest", "columns", .. ScoreField.All.Select(field => field.Name)]),
        new("overview", "Overview", "/app", [.. s_range, "latest", "average"]),
        new("compare", "Compare", "/app/compare", [.. s_range, "by", "latest"]),
        new(
            "feedback",
            "Feedback",
            "/app/feedback",
            [.. s_range, "project", "path", "type", "agg", "percentiles", "group_by", "feedback_type", "compare", "granularity", "latest"]),
    ];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(page => page.Name)];

    /// <summary>A page by its name; null for none.</summary>
    public static ViewPage? Find(string name) => All.FirstOrDefault(page => page.Name == name);

    /// <summary>The URL of a view.</summary>
    public static string Href(SavedView view) => Find(view.Page) is { } page ? page.Path + (view.Query.Length == 0 ? "" : "?" + view.Query) : "/app";

    /// <summary>A query as it is saved: known parameters with a value, in a fixed order, so that equal views have equal queries.</summary>
    /// <param name="query">The query of a URL.</param>
    public string Normalize(string query)
    {
        var given = QueryHelpers.ParseQuery(query);
        var builder = new QueryBuilder();
        foreach (var name in Parameters)
        {
            if (!given.TryGetValue(name, out var values)) continue;
            foreach (var value in values)
                if (!string.IsNullOrEmpty(value)) builder.Add(name, value);
        }

        return builder.ToString().TrimStart('?');
    }

    /// <summary>A parameter of a query that the page does not have; null for none.</summary>
    public string? Unknown(string query) => QueryHelpers.ParseQuery(query).Keys.FirstOrDefault(name => !Parameters.Contains(name));
}
