using System.Text.Json;
using Vindex.Server.Security.Passwords;
using Vindex.Server.Security.Providers;

namespace Vindex.Server.SingleSignOn;

/// <summary>Who a provider says has signed in.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Subject">Its name for the person; with the issuer, this is the account.</param>
/// <param name="Email">E-mail address, for display; null for none that is valid.</param>
/// <param name="Name">Display name; null for none.</param>
/// <param name="Groups">The person's groups.</param>
internal sealed record ProviderPerson(SignInProvider Provider, string Subject, string? Email, string? Name, IReadOnlySet<string> Groups)
{
    private const int MaxGroups = 1000;

    /// <summary>The person of a token's claims, with what UserInfo adds.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="claims">The claims of the ID token.</param>
    /// <param name="userInfo">The claims of UserInfo; null if it was not asked.</param>
    public static ProviderPerson Of(SignInProvider provider, JsonElement claims, JsonElement? userInfo)
    {
        var name = Text(claims, userInfo, "name")?.Trim();
        return new ProviderPerson(
            provider,
            claims.GetProperty("sub").GetString()!,
            EmailAddress.Normalize(Text(claims, userInfo, "email") ?? "", out _),
            name is { Length: > 0 } && InvitationService.IsName(name) ? name : null,
            GroupsIn(Find(claims, userInfo, provider.Options.GroupClaim)));
    }

    /// <summary>Whether claims lack something that UserInfo may have.</summary>
    public static bool IsIncomplete(SignInProvider provider, JsonElement claims) =>
        !claims.TryGetProperty("email", out _) || (provider.Options.Groups.Count > 0 && !claims.TryGetProperty(provider.Options.GroupClaim, out _));

    private static JsonElement? Find(JsonElement claims, JsonElement? userInfo, string name)
    {
        if (claims.TryGetProperty(name, out var value)) return value;
        return userInfo is { } more && more.TryGetProperty(name, out value) ? value : null;
    }

    private static string? Text(JsonElement claims, JsonElement? userInfo, string name) =>
        Find(claims, userInfo, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    // One group may be given as a text.
    private static HashSet<string> GroupsIn(JsonElement? claim) => claim switch
    {
        { ValueKind: JsonValueKind.String } one => [one.GetString()!],
        { ValueKind: JsonValueKind.Array } several =>
            several.EnumerateArray().Take(MaxGroups).Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)
                .ToHashSet(StringComparer.Ordinal),
        _ => [],
    };
}
