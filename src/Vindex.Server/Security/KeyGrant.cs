namespace Vindex.Server.Security;

/// <summary>Who may create which keys: no one beyond their own scopes and customers, and only admins with the scope <c>admin</c>.</summary>
internal static class KeyGrant
{
    /// <summary>Why <paramref name="giver"/> may not create or rotate a key with these scopes and customers; null if allowed.</summary>
    public static Refusal.Forbidden? Refuse(Caller giver, IReadOnlyList<string> scopes, IReadOnlyList<string>? customerIds)
    {
        if (giver.IsAdmin) return null;
        if (scopes.FirstOrDefault(scope => !giver.Scopes.Contains(scope)) is { } missing)
            return new Refusal.Forbidden("beyond_own_scopes", $"You cannot give a key the scope {missing}, because you do not have it yourself.");
        if (giver.CustomerIds is not null && (customerIds is null || customerIds.Any(id => !giver.CustomerIds.Contains(id))))
            return new Refusal.Forbidden("beyond_own_customers", "You cannot give a key customers that you cannot access yourself.");
        return null;
    }
}
