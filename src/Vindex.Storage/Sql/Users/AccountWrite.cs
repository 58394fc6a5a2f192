using Dapper;
using Vindex.Storage.Users;

namespace Vindex.Storage.Sql.Users;

/// <summary>Steps of writes to accounts, within a transaction.</summary>
internal static class AccountWrite
{
    /// <summary>Adds an account. False when id or e-mail is taken.</summary>
    public static async Task<bool> AddAsync(SqlWrite write, User user)
    {
        const string Sql =
            """
            INSERT INTO users (id, email, name, password_hash, is_admin, created_at) VALUES (@Id, @Email, @Name, @PasswordHash, @IsAdmin, @CreatedAt)
            ON CONFLICT DO NOTHING
            """;
        var row = new { user.Id, user.Email, user.Name, user.PasswordHash, IsAdmin = user.IsAdmin ? 1 : 0, CreatedAt = user.CreatedAt.ToMs() };
        return await write.Connection.ExecuteAsync(Sql, row) == 1;
    }

    /// <summary>Gives an account what a grant says, at an instant; owners stay owners. False when the account or the company does not exist.</summary>
    public static async Task<bool> GrantAsync(SqlWrite write, string userId, Grant grant, DateTimeOffset at)
    {
        const string Join =
            """
            INSERT INTO memberships (company_id, user_id, role, created_at)
            SELECT c.id, u.id, @role, @at FROM companies c, users u WHERE c.id = @CompanyId AND u.id = @userId
            ON CONFLICT (company_id, user_id) DO UPDATE SET role = CASE WHEN memberships.role = 'owner' THEN memberships.role ELSE excluded.role END
            """;
        const string Strengthen = "UPDATE users SET is_admin = CASE WHEN @isAdmin = 1 THEN 1 ELSE is_admin END WHERE id = @userId";
        if (await write.Connection.ExecuteAsync(Strengthen, new { userId, isAdmin = grant.IsAdmin ? 1 : 0 }) == 0)
        {
            return false;
        }

        await write.Connection.ExecuteAsync("DELETE FROM password_resets WHERE user_id = @userId", new { userId });
        return grant.CompanyId is null
            || await write.Connection.ExecuteAsync(Join, new { userId, grant.CompanyId, role = EnumText<Role>.Of(grant.Role ?? Role.Viewer), at = at.ToMs() }) == 1;
    }

    /// <summary>Stores a password, and ends what was possible with the one before.</summary>
    public static async Task<bool> SetPasswordAsync(SqlWrite write, string userId, string passwordHash)
    {
        if (await write.Connection.ExecuteAsync("UPDATE users SET password_hash = @passwordHash WHERE id = @userId", new { userId, passwordHash }) == 0)
        {
            return false;
        }

        await write.Connection.ExecuteAsync(
            "DELETE FROM sessions WHERE user_id = @userId; DELETE FROM password_resets WHERE user_id = @userId", new { userId });
        return true;
    }

    /// <summary>Deletes the accounts of a company that belong nowhere else, but for admins'. To be called while the company still is.</summary>
    public static Task DeleteThoseOnlyInAsync(SqlWrite write, string companyId) =>
        write.Connection.ExecuteAsync(
            """
            DELETE FROM users
            WHERE is_admin = 0 AND id IN (SELECT user_id FROM memberships WHERE company_id = @companyId)
              AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = users.id AND m.company_id <> @companyId)
            """,
            new { companyId });
}
