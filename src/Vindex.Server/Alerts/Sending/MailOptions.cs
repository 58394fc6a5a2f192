using System.ComponentModel.DataAnnotations;
using Vindex.Server.Configuration;

namespace Vindex.Server.Alerts.Sending;

/// <summary>How the connection to the mail server is protected.</summary>
internal enum MailSecurity
{
    /// <summary>TLS after STARTTLS; nothing is sent without it.</summary>
    StartTls,

    /// <summary>None, for a relay on the same machine or network.</summary>
    None,
}

/// <summary>The mail server that messages are sent through: the section <c>Mail</c>.</summary>
internal sealed record MailOptions
{
    /// <summary>Its host; empty for no e-mail.</summary>
    public string? Host { get; init; }

    /// <summary>Its port.</summary>
    [Range(1, 65535)]
    public required int Port { get; init; }

    /// <summary>How the connection is protected.</summary>
    public required MailSecurity Security { get; init; }

    /// <summary>The user name; empty for none.</summary>
    public string? User { get; init; }

    /// <summary>The password. No annotation checks it, as the message would quote it.</summary>
    public string? Password { get; init; }

    /// <summary>The address that messages come from.</summary>
    public string? From { get; init; }

    /// <summary>Timeout of sending one message.</summary>
    [DurationRange("100ms", "5m")]
    public required Duration Timeout { get; init; }

    /// <summary>Special-purpose networks that the mail server may be in.</summary>
    public required NetworkList AllowedNetworks { get; init; }

    /// <summary>Whether e-mail can be sent.</summary>
    internal bool IsOn => !string.IsNullOrWhiteSpace(Host) && !string.IsNullOrWhiteSpace(From);
}
