namespace Vindex.Server.Security.Passwords;

/// <summary>E-mail addresses of accounts: ASCII, lower case.</summary>
internal static class EmailAddress
{
    public const int MaxLength = 254;
    private const int MaxLocal = 64;
    private const string Expected = "must be an e-mail address such as ada@example.com";

    /// <summary>The normalized address; null and an error if it is invalid.</summary>
    public static string? Normalize(string text, out string error)
    {
        var address = text.Trim().ToLowerInvariant();
        var at = address.IndexOf('@', StringComparison.Ordinal);
        error = Expected;
        if (address.Length > MaxLength || at is < 1 or > MaxLocal || at != address.LastIndexOf('@')
            || address.Any(c => c is <= ' ' or > '~' or '"' or '<' or '>' or ',' or ';' or '\\'))
        {
            return null;
        }
        var labels = address[(at + 1)..].Split('.');
        return labels.All(label =>
            label.Length is > 0 and < 64 && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')) ? address : null;
    }
}
