using System.Net.Mail;

namespace Vindex.Server.Alerts.Channels;

/// <summary>The addresses of channels: a URL, or e-mail addresses separated by commas.</summary>
internal static class ChannelAddresses
{
    private const string Mask = "***";
    private const int MostRecipients = 10;

    /// <summary>The recipients of a channel by e-mail.</summary>
    public static IReadOnlyList<string> Split(string target) => target.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What is wrong with e-mail addresses; null if nothing is.</summary>
    public static string? Problem(string target)
    {
        var addresses = Split(target);
        if (addresses.Count is 0 or > MostRecipients) return $"must have 1 to {MostRecipients} e-mail addresses, separated by commas";
        return addresses.FirstOrDefault(address => !IsAddress(address)) is { } wrong ? $"contains \"{wrong}\", which is not an e-mail address" : null;
    }

    /// <summary>An address as it is shown: the host of a URL, and the first letter and domain of e-mail addresses.</summary>
    public static string Masked(string kind, string target) => kind == ChannelKind.Email
        ? string.Join(", ", Split(target).Select(address => address[..1] + Mask + address[address.LastIndexOf('@')..]))
        : new Uri(target).GetLeftPart(UriPartial.Authority) + "/" + Mask;

    private static bool IsAddress(string text) =>
        text.All(c => c is > ' ' and <= '~') && MailAddress.TryCreate(text, out var address) && address.Address == text;
}
