using Vindex.Storage.Users;

namespace Vindex.Server.Security;

/// <summary>Role names in the API.</summary>
internal static class RoleNames
{
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<Role>().Select(Of)];

    public static string Of(Role role) => role switch { Role.Owner => "owner", Role.Member => "member", _ => "viewer" };

    /// <summary>The role with this name; null if unknown.</summary>
    public static Role? Parse(string? name) => name switch { "owner" => Role.Owner, "member" => Role.Member, "viewer" => Role.Viewer, _ => null };
}
