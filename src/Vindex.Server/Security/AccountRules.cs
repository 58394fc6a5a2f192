using Vindex.Server.Security.Passwords;
using Vindex.Storage.Users;

namespace Vindex.Server.Security;

/// <summary>Role names in the API.</summary>
internal static class RoleNames
{
    public static IReadOnlyList<string> All { get; } = ["viewer", "member", "owner", "teams"];

    public static string Of(Role role) => role switch { Role.Owner => "owner", Role.Member => "member", Role.Viewer => "viewer", _ => "teams" };

    /// <summary>The role with this name; null if unknown.</summary>
    public static Role? Parse(string? name) => name switch { "owner" => Role.Owner, "member" => Role.Member, "viewer" => Role.Viewer, "teams" => Role.Teams, _ => null };
}

/// <summary>An account's e-mail address.</summary>
internal sealed class EmailAttribute() : LineAttribute(EmailAddress.MaxLength)
{
    public override IEnumerable<string> Check(object value)
    {
        foreach (var error in base.Check(value)) yield return error;
        if (!string.IsNullOrWhiteSpace((string)value) && EmailAddress.Normalize((string)value, out var expected) is null) yield return expected;
    }
}

/// <summary>A role in a company.</summary>
internal sealed class RoleAttribute() : TextAttribute(20)
{
    /// <summary>Whether the error for blank text names the roles as well.</summary>
    public bool NamesRolesIfBlank { get; init; }

    public override IEnumerable<string> Check(object value)
    {
        foreach (var error in base.Check(value)) yield return error;
        if ((NamesRolesIfBlank || !string.IsNullOrWhiteSpace((string)value)) && RoleNames.Parse((string)value) is null)
            yield return $"must be one of {string.Join(", ", RoleNames.All)}";
    }
}
