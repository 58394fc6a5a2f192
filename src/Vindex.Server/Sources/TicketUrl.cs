namespace Vindex.Server.Sources;

/// <summary>Patterns for the address of a ticket in its tracker, such as <c>https://jira.example.com/browse/{key}</c>.</summary>
internal static class TicketUrlPattern
{
    public const int MaxLength = 2048;
    private const string Key = "{key}";
    private const string Id = "{id}";

    /// <summary>The address of a ticket. Key and id are encoded, so that they stay within their place.</summary>
    public static string Fill(string pattern, string key, string id) =>
        pattern.Replace(Key, Uri.EscapeDataString(key), StringComparison.Ordinal).Replace(Id, Uri.EscapeDataString(id), StringComparison.Ordinal);

    /// <summary>Whether a text is an address that a page may link to.</summary>
    public static bool IsAddress(string text) => text.Length <= MaxLength && Parse(text) is not null;

    /// <summary>Why a pattern is not accepted; null if it is.</summary>
    public static string? Error(string pattern)
    {
        if (Parse(Fill(pattern, "a", "a")) is not { } address) return "must be an http or https address without user name and spaces";
        if (!pattern.Contains(Key, StringComparison.Ordinal) && !pattern.Contains(Id, StringComparison.Ordinal))
            return $"must contain {Key} or {Id}, which stand for the key and the id of a ticket";
        if (Parse(Fill(pattern, "b", "b"))?.Authority != address.Authority) return $"must not have {Key} or {Id} in the host";
        return Fill(pattern, "", "").IndexOfAny(['{', '}']) < 0 ? null : $"must have no placeholders other than {Key} and {Id}";
    }

    private static Uri? Parse(string text) =>
        !text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)) && Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps) && address.UserInfo.Length == 0
            ? address
            : null;
}

/// <summary>A pattern for the address of a ticket.</summary>
internal sealed class TicketUrlAttribute() : TextAttribute(TicketUrlPattern.MaxLength)
{
    public override IEnumerable<string> Check(object value)
    {
        var errors = base.Check(value).ToList();
        return errors.Count == 0 && TicketUrlPattern.Error((string)value) is { } error ? [error] : errors;
    }
}
