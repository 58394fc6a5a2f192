using System.Data.Common;
using Vindex.Storage.Users;

namespace Vindex.Storage.Sql.Users;

/// <summary>Reads rows of accounts and memberships by position; the column lists are next to the code that reads them.</summary>
internal static class UserRow
{
    /// <summary>The columns of an account, of table <c>u</c>.</summary>
    public const string Columns =
        "u.id, u.email, u.name, u.password_hash, u.is_admin, u.created_at, "
        + "CASE WHEN EXISTS (SELECT 1 FROM second_factors f WHERE f.user_id = u.id AND f.is_on = 1) THEN 1 ELSE 0 END";

    /// <summary>An account with its place in one company, of tables <c>u</c> and <c>m</c>.</summary>
    public const string MemberColumns =
        $"{Columns}, m.role, m.created_at, "
        + "CASE WHEN EXISTS (SELECT 1 FROM memberships o WHERE o.user_id = u.id AND o.company_id <> m.company_id) THEN 1 ELSE 0 END";

    /// <summary>Reads <see cref="Columns"/>.</summary>
    public static User Read(DbDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.TextOrNull(2), row.GetString(3), row.Flag(4), row.Time(5)) { HasSecondFactor = row.Flag(6) };

    /// <summary>Reads <see cref="MemberColumns"/>.</summary>
    public static Member ReadMember(DbDataReader row) => new(Read(row), row.Name<Role>(7), row.Time(8), row.Flag(9));
}
