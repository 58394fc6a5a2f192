using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Net.Sockets;
using System.Text;
using Vindex.Server.Callbacks.Addresses;

namespace Vindex.Server.Alerts.Sending;

/// <summary>A message to send by e-mail.</summary>
/// <param name="To">The recipients.</param>
/// <param name="Subject">The subject, one line.</param>
/// <param name="Text">The plain text.</param>
internal sealed record MailNote(IReadOnlyList<string> To, string Subject, string Text)
{
    /// <summary>The same as HTML; null for plain text alone.</summary>
    public string? Html { get; init; }

    /// <summary>The link that stops such messages (RFC 2369, and RFC 8058 if it is https); null for none.</summary>
    public string? Unsubscribe { get; init; }
}

/// <summary>
/// Sends e-mail through the operator's mail server. The address guard judges its host before every message. Without TLS, the connection goes to the address
/// that was judged. With TLS, the library must be given the name, which it resolves again: its certificate is checked against the name before credentials or
/// the message are sent, so that a name that resolves differently by then gets neither.
/// </summary>
internal sealed class MailSender(IOptions<MailOptions> options, TimeProvider time, HostLookup? lookup = null)
{
    private readonly AddressGuard _guard = new(new AddressPolicy(options.Value.AllowedNetworks), lookup ?? AddressGuard.SystemLookup, time, "E-mails");

    /// <summary>Whether e-mail can be sent.</summary>
    public bool IsOn => options.Value.IsOn;

    /// <summary>Sends a message. Throws only if it is canceled.</summary>
    public async Task<SendOutcome> SendAsync(MailNote note, CancellationToken cancellationToken)
    {
        var mail = options.Value;
        if (!mail.IsOn) return new SendOutcome("E-mail is not set up on this server");
        return await _guard.JudgeAsync(mail.Host!, cancellationToken) switch
        {
            HostVerdict.Refused refused => new SendOutcome(refused.Reason),
            HostVerdict.NotFound missing => new SendOutcome(missing.Reason),
            HostVerdict.Allowed allowed => await SendAsync(note, mail, allowed.Addresses, cancellationToken),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task<SendOutcome> SendAsync(MailNote note, MailOptions mail, IReadOnlyList<IPAddress> judged, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(mail.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        IReadOnlyList<string> hosts = mail.Security == MailSecurity.StartTls ? [mail.Host!] : [.. judged.Select(address => address.ToString())];
        try
        {
            foreach (var host in hosts.SkipLast(1))
            {
                if (await TrySendAsync(note, mail, host, either.Token)) return SendOutcome.Delivered;
            }

            await SendToAsync(note, mail, hosts[^1], either.Token);
            return SendOutcome.Delivered;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SendOutcome($"The mail server did not accept the message within {mail.Timeout.Value.TotalSeconds:0.#} s");
        }
        catch (SmtpException refused)
        {
            // The texts of mail servers may quote addresses, but neither credentials nor the message.
            return new SendOutcome($"The mail server did not accept the message: {refused.StatusCode}", IsFinal: refused is SmtpFailedRecipientException { StatusCode: SmtpStatusCode.MailboxUnavailable });
        }
        catch (Exception failed) when (failed is IOException or InvalidOperationException or System.Security.Authentication.AuthenticationException)
        {
            return new SendOutcome("The connection to the mail server failed");
        }
    }

    // False if there is no connection to this address, so that the next one can be tried.
    private static async Task<bool> TrySendAsync(MailNote note, MailOptions mail, string host, CancellationToken cancellationToken)
    {
        try
        {
            await SendToAsync(note, mail, host, cancellationToken);
            return true;
        }
        catch (SmtpException unreachable) when (unreachable.GetBaseException() is SocketException)
        {
            return false;
        }
    }

    private static async Task SendToAsync(MailNote note, MailOptions mail, string host, CancellationToken cancellationToken)
    {
        using var client = new SmtpClient(host, mail.Port) { EnableSsl = mail.Security == MailSecurity.StartTls };
        if (!string.IsNullOrEmpty(mail.User)) client.Credentials = new NetworkCredential(mail.User, mail.Password);
        using var message = Message(note, mail.From!);
        await client.SendMailAsync(message, cancellationToken);
    }

    private static MailMessage Message(MailNote note, string from)
    {
        var message = new MailMessage
        {
            From = new MailAddress(from),
            Subject = note.Subject.ReplaceLineEndings(" "),
            SubjectEncoding = Encoding.UTF8,
            Body = note.Text,
            BodyEncoding = Encoding.UTF8,
            IsBodyHtml = false,
        };
        foreach (var address in note.To) message.To.Add(new MailAddress(address));
        message.Headers.Add("Auto-Submitted", "auto-generated");
        if (note.Html is { } html)
        {
            // The last alternative is the preferred one (RFC 2046, 5.1.4).
            message.Body = null;
            message.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(note.Text, Encoding.UTF8, MediaTypeNames.Text.Plain));
            message.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(html, Encoding.UTF8, MediaTypeNames.Text.Html));
        }

        if (note.Unsubscribe is { } link)
        {
            message.Headers.Add("List-Unsubscribe", $"<{link}>");
            if (link.StartsWith("https://", StringComparison.Ordinal)) message.Headers.Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }

        return message;
    }
}
