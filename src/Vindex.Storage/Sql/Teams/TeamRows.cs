using System.Data.Common;
using Vindex.Storage.Teams;
using Vindex.Storage.Users;

namespace Vindex.Storage.Sql.Teams;

/// <summary>Reads teams with their customers and members.</summary>
internal static class TeamRows
{
    /// <summary>The teams of a company, or one of them, in order of their ids.</summary>
    public static async Task<IReadOnlyList<Team>> ReadAsync(DbConnection connection, string companyId, string? teamId)
    {
        var teams = await connection.ListAsync(
            Of($"SELECT t.id, t.company_id, t.name, t.role, t.all_customers, t.created_at FROM teams t", companyId, teamId).Add($" ORDER BY t.id"),
            row => (
                HasAll: row.Flag(4), Team: new Team(row.GetString(0), row.GetString(1), row.GetString(2), row.Name<Role>(3), null, row.Time(5))));
        if (teams.Count == 0) return [];
        var customers = await connection.ListAsync(
            Of($"SELECT c.team_id, c.customer_id FROM teams t JOIN team_customers c ON c.team_id = t.id", companyId, teamId)
                .Add($" ORDER BY c.team_id, c.customer_id"),
            Pair);
        var members = await connection.ListAsync(
            Of($"SELECT m.team_id, m.user_id FROM teams t JOIN team_members m ON m.team_id = t.id", companyId, teamId)
                .Add($" ORDER BY m.team_id, m.user_id"),
            Pair);
        var (customersOf, membersOf) = (ById(customers), ById(members));
        return
        [
            .. teams.Select(one => one.Team with
            {
                CustomerIds = one.HasAll ? null : [.. customersOf[one.Team.Id]],
                UserIds = [.. membersOf[one.Team.Id]],
            })
        ];
    }

    /// <summary>What the teams of an account give it, by company. One statement, so that a role is not combined with customers of another moment.</summary>
    public static async Task<ILookup<string, TeamRights>> RightsAsync(DbConnection connection, string userId)
    {
        var rows = await connection.ListAsync(
            $"""
            SELECT t.company_id, t.id, t.name, t.role, t.all_customers, c.customer_id
            FROM team_members m JOIN teams t ON t.id = m.team_id LEFT JOIN team_customers c ON c.team_id = t.id
            WHERE m.user_id = {userId} ORDER BY t.company_id, t.id, c.customer_id
            """,
            row => (
                CompanyId: row.GetString(0),
                Rights: new TeamRights(row.GetString(1), row.GetString(2), row.Name<Role>(3), row.Flag(4) ? null : []),
                CustomerId: row.TextOrNull(5)));
        return rows.GroupBy(row => row.Rights.TeamId, StringComparer.Ordinal)
            .Select(team => (team.First().CompanyId, Rights: WithCustomers(team.First().Rights, [.. team.Select(row => row.CustomerId).OfType<string>()])))
            .ToLookup(one => one.CompanyId, one => one.Rights, StringComparer.Ordinal);
    }

    private static TeamRights WithCustomers(TeamRights rights, IReadOnlyList<string> customerIds) =>
        rights.CustomerIds is null ? rights : rights with { CustomerIds = customerIds };

    private static SqlStatement Of(SqlStatement sql, string companyId, string? teamId)
    {
        sql.Add($" WHERE t.company_id = {companyId}");
        return teamId is null ? sql : sql.Add($" AND t.id = {teamId}");
    }

    private static ILookup<string, string> ById(IEnumerable<(string TeamId, string Id)> pairs) =>
        pairs.ToLookup(pair => pair.TeamId, pair => pair.Id, StringComparer.Ordinal);

    private static (string TeamId, string Id) Pair(DbDataReader row) => (row.GetString(0), row.GetString(1));
}
