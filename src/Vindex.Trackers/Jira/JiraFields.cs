using System.Text.Json;
using Vindex.Trackers.Http;

namespace Vindex.Trackers.Jira;

/// <summary>Finds fields: requests must name them by their ids, and people know their names.</summary>
internal static class JiraFields
{
    private const int Most = 50;

    /// <summary>The names of the wanted fields by their ids.</summary>
    /// <param name="site">The site.</param>
    /// <param name="wanted">Ids or names. Those that do not exist are left out.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<IReadOnlyDictionary<string, string>> FindAsync(JiraSite site, IReadOnlyList<string> wanted, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        if (wanted.Count == 0) return found;
        var response = await site.GetAsync("field", cancellationToken);
        if (response.Json.ValueKind != JsonValueKind.Array) throw new TrackerException(TrackerFailure.Unexpected, "Jira's list of fields is not a list.");
        var names = new HashSet<string>(wanted.Select(name => name.Trim()), StringComparer.OrdinalIgnoreCase);
        foreach (var field in response.Json.EnumerateArray())
        {
            if (field.Text("id") is not { } id || found.Count == Most || JiraIssue.Fields.Contains(id)) continue;
            var name = field.Text("name")?.Trim() ?? id;
            if (names.Contains(id) || names.Contains(name)) found[id] = name;
        }

        return found;
    }

    /// <summary>The id of a field.</summary>
    /// <exception cref="TrackerException">There is none, or more than one has the name.</exception>
    public static async Task<string> FindOneAsync(JiraSite site, string wanted, CancellationToken cancellationToken)
    {
        var found = await FindAsync(site, [wanted], cancellationToken);
        if (found.ContainsKey(wanted)) return wanted;
        return found.Count == 1
            ? found.Keys.Single()
            : throw new TrackerException(TrackerFailure.Rejected, found.Count == 0
                ? $"Jira has no field \"{wanted}\"."
                : $"Jira has {found.Count} fields named \"{wanted}\": use the id of one of them, such as {found.Keys.First()}.");
    }
}
