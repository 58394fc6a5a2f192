using System.Buffers;

namespace Vindex.Server.Webhooks;

/// <summary>Limits of webhooks.</summary>
internal static class WebhookLimits
{
    public const int Url = 2048;
    public const int Description = 200;
    public const int Selected = 100;
    public const int SelectedLength = 255;
    public const int Headers = 10;
    public const int HeaderName = 64;
    public const int HeaderValue = 1024;
}

/// <summary>How a webhook gets its events.</summary>
internal sealed class WebhookKindNameAttribute : RuleAttribute
{
    public override string Expected => "must be http or poll";

    public override IEnumerable<string> Check(object value) => value is "http" or "poll" ? [] : [Expected];
}

/// <summary>How a webhook's requests are signed.</summary>
internal sealed class SigningNameAttribute : RuleAttribute
{
    public override string Expected => "must be hmac, ed25519 or both";

    public override IEnumerable<string> Check(object value) => value is "hmac" or "ed25519" or "both" ? [] : [Expected];
}

/// <summary>The name of a header that a webhook may set (RFC 9110, section 5.1): none that decides how the request is read, and none of ours.</summary>
internal sealed class HeaderNameAttribute() : TextAttribute(WebhookLimits.HeaderName)
{
    private static readonly SearchValues<char> s_token = SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private static readonly HashSet<string> s_reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "accept-encoding",
        "connection",
        "content-encoding",
        "content-length",
        "content-type",
        "cookie",
        "date",
        "expect",
        "host",
        "keep-alive",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "user-agent",
    };

    private static readonly string[] s_prefixes = ["proxy-", "sec-", "webhook-", "x-vindex-"];

    public override IEnumerable<string> Check(object value)
    {
        foreach (var error in base.Check(value)) yield return error;
        var name = (string)value;
        if (name.AsSpan().ContainsAnyExcept(s_token)) yield return "must consist of letters, digits and hyphens";
        else if (s_reserved.Contains(name) || s_prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            yield return $"must not be {name}, which is reserved";
    }
}

/// <summary>The value of a header: printable ASCII without spaces at its ends.</summary>
internal sealed class HeaderValueAttribute() : TextAttribute(WebhookLimits.HeaderValue)
{
    public override IEnumerable<string> Check(object value)
    {
        foreach (var error in base.Check(value)) yield return error;
        var text = (string)value;
        if (text.AsSpan().IndexOfAnyExceptInRange(' ', '~') >= 0 || text.Trim().Length != text.Length)
            yield return "must consist of printable ASCII characters, without spaces at its ends";
    }
}
