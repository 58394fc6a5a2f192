using Vindex.Storage.Audit;
using Vindex.Storage.Sql.Users;
using Vindex.Storage.Teams;

namespace Vindex.Storage.Sql.Teams;

/// <summary>Teams of companies.</summary>
internal sealed class SqlTeamStore(ISqlDatabase database) : ITeamStore
{
    public async Task<IReadOnlyList<Team>> ListAsync(string companyId, CancellationToken cancellationToken)
    {
        var teams = await database.ReadAsync(
            connection => connection.AtOneMomentAsync(state => TeamRows.ReadAsync(state, companyId, null)), cancellationToken);
        // Sorted here: databases differ in their collations.
        return [.. teams.OrderBy(team => team.Name, StringComparer.OrdinalIgnoreCase).ThenBy(team => team.Id, StringComparer.Ordinal)];
    }

    public async Task<Team?> FindAsync(string companyId, string teamId, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => connection.AtOneMomentAsync(state => TeamRows.ReadAsync(state, companyId, teamId)), cancellationToken) is [var team] ? team : null;

    public Task<TeamChange> AddAsync(Team team, AuditEntry audit, CancellationToken cancellationToken) =>
        StoreAsync(
            team,
            async write => await write.ExecuteAsync(
                $"""
                INSERT INTO teams (id, company_id, name, role, all_customers, created_at)
                SELECT {team.Id}, id, {team.Name}, {team.Role}, {team.CustomerIds is null}, {team.CreatedAt} FROM companies WHERE id = {team.CompanyId}
                """) > 0,
            audit,
            cancellationToken);

    public Task<TeamChange> ChangeAsync(Team team, AuditEntry audit, CancellationToken cancellationToken) =>
        StoreAsync(
            team,
            async write =>
            {
                var changed = await write.ExecuteAsync(
                    $"""
                    UPDATE teams SET name = {team.Name}, role = {team.Role}, all_customers = {team.CustomerIds is null}
                    WHERE id = {team.Id} AND company_id = {team.CompanyId}
                    """);
                if (changed == 0) return false;
                await write.ExecuteAsync($"DELETE FROM team_customers WHERE team_id = {team.Id}");
                return true;
            },
            audit,
            cancellationToken);

    public Task<bool> DeleteAsync(string companyId, string teamId, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync($"DELETE FROM teams WHERE id = {teamId} AND company_id = {companyId}", audit, cancellationToken);

    public Task<bool> JoinAsync(string companyId, string teamId, string userId, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                if (await AccountWrite.JoinAsync(write, companyId, teamId, userId) > 0) return await SqlAuditLog.AddIfAsync(write, true, audit);
                return await write.NumberAsync(
                    $"SELECT COUNT(*) FROM team_members WHERE team_id = {teamId} AND company_id = {companyId} AND user_id = {userId}") > 0;
            },
            cancellationToken);

    public Task<bool> LeaveAsync(string companyId, string teamId, string userId, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            $"DELETE FROM team_members WHERE team_id = {teamId} AND company_id = {companyId} AND user_id = {userId}", audit, cancellationToken);

    private Task<TeamChange> StoreAsync(Team team, Func<SqlWrite, Task<bool>> store, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async write =>
            {
                // Two owners who choose the same name at the same time must wait for each other, even if transactions run concurrently.
                await write.ExecuteAsync($"UPDATE companies SET id = id WHERE id = {team.CompanyId}");
                var names = await write.ListAsync($"SELECT name FROM teams WHERE company_id = {team.CompanyId} AND id <> {team.Id}", row => row.GetString(0));
                if (names.Contains(team.Name, StringComparer.OrdinalIgnoreCase)) return TeamChange.NameTaken;
                if (!await store(write)) return TeamChange.NotFound;
                foreach (var customer in (team.CustomerIds ?? []).Distinct(StringComparer.Ordinal))
                {
                    var added = await write.ExecuteAsync(
                        $"""
                        INSERT INTO team_customers (team_id, customer_id)
                        SELECT {team.Id}, id FROM customers WHERE id = {customer} AND company_id = {team.CompanyId}
                        """);
                    if (added > 0) continue;
                    write.Undo();
                    return TeamChange.UnknownCustomer;
                }

                await SqlAuditLog.AddAsync(write, audit);
                return TeamChange.Done;
            },
            cancellationToken);
}
