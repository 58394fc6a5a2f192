using Vindex.Storage.Users;

namespace Vindex.Storage.Sql.Users;

/// <summary>An account as the database has it.</summary>
internal sealed class UserRow
{
    public const string Columns =
        "u.id AS Id, u.email AS Email, u.name AS Name, u.password_hash AS PasswordHash, u.is_admin AS IsAdmin, u.created_at AS CreatedAt";

    public string Id { get; init; } = "";

    public string Email { get; init; } = "";

    public string? Name { get; init; }

    public string PasswordHash { get; init; } = "";

    public int IsAdmin { get; init; }

    public long CreatedAt { get; init; }

    public User ToUser() => new(Id, Email, Name, PasswordHash, IsAdmin != 0, SqlTime.FromMs(CreatedAt));
}

/// <summary>An account with its place in one company.</summary>
internal sealed class MemberRow
{
    public const string Query =
        $"""
        SELECT {UserRow.Columns}, m.role AS Role, m.created_at AS JoinedAt,
               EXISTS (SELECT 1 FROM memberships o WHERE o.user_id = u.id AND o.company_id <> m.company_id) AS IsElsewhere
        FROM memberships m JOIN users u ON u.id = m.user_id
        WHERE m.company_id = @companyId
        """;

    public string Id { get; init; } = "";

    public string Email { get; init; } = "";

    public string? Name { get; init; }

    public string PasswordHash { get; init; } = "";

    public int IsAdmin { get; init; }

    public long CreatedAt { get; init; }

    public string Role { get; init; } = "";

    public long JoinedAt { get; init; }

    public int IsElsewhere { get; init; }

    public Member ToMember() => new(
        new User(Id, Email, Name, PasswordHash, IsAdmin != 0, SqlTime.FromMs(CreatedAt)), EnumText<Role>.Parse(Role), SqlTime.FromMs(JoinedAt), IsElsewhere != 0);
}
