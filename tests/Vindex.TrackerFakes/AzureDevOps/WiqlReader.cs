using System.Globalization;
using Vindex.TrackerFakes.Hosting;

namespace Vindex.TrackerFakes.AzureDevOps;

/// <summary>Reads the WIQL that the fake understands; other WIQL is an error, as in Azure DevOps.</summary>
internal static class WiqlReader
{
    public static Func<FakeIssue, bool> Read(string wiql, FakeProject? scope)
    {
        const string start = "SELECT [System.Id] FROM WorkItems";
        if (!wiql.StartsWith(start, StringComparison.Ordinal)) throw new FormatException("TF51006: The query statement is missing a FROM clause.");
        var (rest, order) = FakeQuery.SplitOrder(wiql[start.Length..]);
        if (order is not ("" or "[System.Id] ASC")) throw new FormatException($"The fake does not sort by {order}.");
        rest = rest.Trim();
        if (rest.Length == 0) return _ => true;
        const string where = "WHERE ";
        return rest.StartsWith(where, StringComparison.Ordinal)
            ? FakeQuery.Read(rest[where.Length..], clause => ReadClause(clause, scope))
            : throw new FormatException("TF51004: Expecting WHERE.");
    }

    private static Func<FakeIssue, bool> ReadClause(string clause, FakeProject? scope)
    {
        var parts = clause.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 3) throw new FormatException($"TF51004: '{clause}' is not a condition.");
        var value = parts[2].StartsWith('\'') ? parts[2][1..^1].Replace("''", "'", StringComparison.Ordinal) : parts[2];
        switch (parts[0], parts[1])
        {
            case ("[System.TeamProject]", "=") when value == "@project":
                return scope is null ? throw new FormatException("TF51005: @project needs a project.") : issue => issue.Project == scope;
            case ("[System.Id]", ">"):
                var after = long.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture);
                return issue => issue.Id > after;
            case ("[System.ChangedDate]", ">="):
                var since = DateTimeOffset.Parse(value, CultureInfo.InvariantCulture);
                return issue => issue.Updated >= since;
            case ("[System.Tags]", "CONTAINS"):
                return issue => string.Join("; ", issue.Labels).Contains(value, StringComparison.OrdinalIgnoreCase);
            case ("[System.Title]", "CONTAINS"):
                return issue => issue.Title.Contains(value, StringComparison.OrdinalIgnoreCase);
            case ("[Microsoft.VSTS.Common.ClosedDate]", "=") when value.Length == 0:
                return issue => !issue.IsClosed;
            case ("[System.State]", "<>"):
                return issue => AzureShapes.StateOf(issue) != value;
            default:
                throw new FormatException($"TF51005: The query references a field that does not exist. The error is caused by «{parts[0]}».");
        }
    }
}
