using Vindex.Storage.Users;

namespace Vindex.Storage.Sql.Users;

/// <summary>Steps of writes to accounts, within a transaction.</summary>
internal static class AccountWrite
{
    /// <summary>Adds an account. False if id or e-mail is taken.</summary>
    public static async Task<bool> AddAsync(SqlWrite write, User user) =>
        await write.ExecuteAsync(
            $"""
            INSERT INTO users (id, email, name, password_hash, is_admin, created_at)
            VALUES ({user.Id}, {user.Email}, {user.Name}, {user.PasswordHash}, {user.IsAdmin}, {user.CreatedAt})
            ON CONFLICT DO NOTHING
            """) == 1;

    /// <summary>Applies a grant to an account; owners stay owners. False if the account or the company does not exist.</summary>
    public static async Task<bool> GrantAsync(SqlWrite write, string userId, Grant grant, DateTimeOffset at)
    {
        if (await write.ExecuteAsync($"UPDATE users SET is_admin = CASE WHEN {grant.IsAdmin} = 1 THEN 1 ELSE is_admin END WHERE id = {userId}") == 0)
        {
            return false;
        }

        await write.ExecuteAsync($"DELETE FROM password_resets WHERE user_id = {userId}");
        if (grant.CompanyId is null) return true;
        var granted = await write.ExecuteAsync(
            $"""
            INSERT INTO memberships (company_id, user_id, role, created_at)
            SELECT c.id, u.id, {grant.Role ?? Role.Viewer}, {at} FROM companies c, users u WHERE c.id = {grant.CompanyId} AND u.id = {userId}
            ON CONFLICT (company_id, user_id) DO UPDATE SET role = CASE WHEN memberships.role = 'owner' THEN memberships.role ELSE excluded.role END
            """);
        if (granted != 1) return false;
        foreach (var teamId in grant.TeamIds) await JoinAsync(write, grant.CompanyId, teamId, userId);
        return true;
    }

    /// <summary>Adds a member of a company to a team; returns the number of rows added, 0 if it is in the team or there is no such team or member.</summary>
    public static ValueTask<int> JoinAsync(SqlWrite write, string companyId, string teamId, string userId) =>
        write.ExecuteAsync(
            $"""
            INSERT INTO team_members (team_id, company_id, user_id)
            SELECT t.id, m.company_id, m.user_id FROM teams t JOIN memberships m ON m.company_id = t.company_id
            WHERE t.id = {teamId} AND t.company_id = {companyId} AND m.user_id = {userId}
            ON CONFLICT (team_id, user_id) DO NOTHING
            """);

    /// <summary>Stores a password, and ends what was possible with the one before.</summary>
    public static async Task<bool> SetPasswordAsync(SqlWrite write, string userId, string passwordHash)
    {
        if (await write.ExecuteAsync($"UPDATE users SET password_hash = {passwordHash} WHERE id = {userId}") == 0)
        {
            return false;
        }

        await write.ExecuteAsync($"DELETE FROM sessions WHERE user_id = {userId}");
        await write.ExecuteAsync($"DELETE FROM password_resets WHERE user_id = {userId}");
        return true;
    }

    /// <summary>Deletes the accounts of a company that belong nowhere else, but for admins'. To be called while the company still is.</summary>
    public static ValueTask<int> DeleteThoseOnlyInAsync(SqlWrite write, string companyId) =>
        write.ExecuteAsync(
            $"""
            DELETE FROM users
            WHERE is_admin = 0 AND id IN (SELECT user_id FROM memberships WHERE company_id = {companyId})
              AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = users.id AND m.company_id <> {companyId})
            """);
}
