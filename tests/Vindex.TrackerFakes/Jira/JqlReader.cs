using System.Globalization;
using Vindex.TrackerFakes.Hosting;

namespace Vindex.TrackerFakes.Jira;

/// <summary>Reads the JQL that the fake understands; other JQL is an error, as in Jira.</summary>
internal static class JqlReader
{
    public static Func<FakeIssue, bool> Read(string jql, JiraFake fake, Func<FakeProject, string> projectId)
    {
        var (condition, order) = FakeQuery.SplitOrder(jql);
        if (order is not ("" or "updated ASC, key ASC")) throw new FormatException($"The fake does not sort by {order}.");
        return FakeQuery.Read(condition, clause => ReadClause(clause, fake, projectId));
    }

    private static Func<FakeIssue, bool> ReadClause(string clause, JiraFake fake, Func<FakeProject, string> projectId)
    {
        var parts = clause.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 3) throw new FormatException($"Error in the JQL Query: '{clause}' is not a condition.");
        var value = parts[2].Trim('"').Replace("\\\"", "\"", StringComparison.Ordinal);
        switch (parts[0].ToLowerInvariant(), parts[1])
        {
            case ("project", "="):
                return issue => projectId(issue.Project) == value || issue.Project.Key == value;
            case ("labels", "="):
                return issue => issue.Labels.Contains(value);
            case ("summary", "~"):
                return issue => issue.Title.Contains(value, StringComparison.OrdinalIgnoreCase);
            case ("statuscategory", "!="):
                return issue => !issue.IsClosed;
            case ("updated", ">="):
                var since = Time(value, fake.TimeZone);
                return issue => issue.Updated >= since;
            default:
                throw new FormatException($"Field '{parts[0]}' does not exist or you do not have permission to view it.");
        }
    }

    // Minutes in the zone of the account's profile.
    private static DateTimeOffset Time(string value, string zone)
    {
        if (!DateTime.TryParseExact(value, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            throw new FormatException($"Date value '{value}' for field 'updated' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm'.");
        var offset = TimeZoneInfo.FindSystemTimeZoneById(zone).GetUtcOffset(local);
        return new DateTimeOffset(local, offset);
    }
}
