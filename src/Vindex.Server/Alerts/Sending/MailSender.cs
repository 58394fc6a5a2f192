using System.Net;
using System.Net.Mail;
using System.Text;
using Vindex.Server.Callbacks.Addresses;

namespace Vindex.Server.Alerts.Sending;

/// <summary>A message to send by e-mail.</summary>
/// <param name="To">The recipients.</param>
/// <param name="Subject">The subject, one line.</param>
/// <param name="Text">The plain text.</param>
internal sealed record MailNote(IReadOnlyList<string> To, string Subject, string Text);

/// <summary>
/// Sends e-mail through the operator's mail server. The address guard judges its host before every message; the library then resolves the name itself, which
/// is why the host can only be set by the operator.
/// </summary>
internal sealed class MailSender(IOptions<MailOptions> options, TimeProvider time)
{
    private readonly AddressGuard _guard = new(new AddressPolicy(options.Value.AllowedNetworks), AddressGuard.SystemLookup, time, "E-mails");

    /// <summary>Whether e-mail can be sent.</summary>
    public bool IsOn => options.Value.IsOn;

    /// <summary>Sends a message. Throws only if it is canceled.</summary>
    public async Task<SendOutcome> SendAsync(MailNote note, CancellationToken cancellationToken)
    {
        var mail = options.Value;
        if (!mail.IsOn) return new SendOutcome("E-mail is not set up on this server");
        var problem = await _guard.JudgeAsync(mail.Host!, cancellationToken) switch
        {
            HostVerdict.Refused refused => refused.Reason,
            HostVerdict.NotFound missing => missing.Reason,
            _ => null,
        };
        if (problem is not null) return new SendOutcome(problem);

        using var limit = new CancellationTokenSource(mail.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var client = new SmtpClient(mail.Host, mail.Port) { EnableSsl = mail.Security == MailSecurity.StartTls };
        if (!string.IsNullOrEmpty(mail.User)) client.Credentials = new NetworkCredential(mail.User, mail.Password);
        using var message = Message(note, mail.From!);
        try
        {
            await client.SendMailAsync(message, either.Token);
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
        return message;
    }
}
