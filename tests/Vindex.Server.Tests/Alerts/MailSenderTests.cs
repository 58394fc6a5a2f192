using System.Net;
using Microsoft.Extensions.Options;
using Shouldly;
using Vindex.Server.Alerts.Sending;
using Vindex.Server.Configuration;
using Xunit;

namespace Vindex.Server.Tests.Alerts;

/// <summary>Where e-mails are sent, with names that only the test resolves.</summary>
public sealed class MailSenderTests
{
    private static readonly MailNote s_note = new(["ada@example.com"], "Subject", "Text");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Mail_goes_to_an_address_that_was_judged()
    {
        await using var smtp = SmtpReceiver.Start();
        // No resolver knows this name, so that mail only arrives if it is not looked up again. Nothing listens on the first address.
        var sender = Sender(smtp, "127.0.0.2", "127.0.0.1");

        (await sender.SendAsync(s_note, Stop)).ShouldBe(SendOutcome.Delivered);

        smtp.Mails.ShouldHaveSingleItem().To.ShouldBe(["ada@example.com"]);
        (await Sender(smtp, "127.0.0.2").SendAsync(s_note, Stop)).Error.ShouldNotBeNull().ShouldStartWith("The mail server did not accept the message");
        (await Sender(smtp, "127.0.0.1", "10.0.0.1").SendAsync(s_note, Stop)).Error.ShouldNotBeNull().ShouldStartWith("E-mails to 'mail.invalid' are not possible");
        smtp.Mails.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_message_with_html_has_both_forms_and_a_link_to_stop()
    {
        await using var smtp = SmtpReceiver.Start();
        var sender = Sender(smtp, "127.0.0.1");
        await sender.SendAsync(s_note with { Text = "Ünï\n.\nEnd", Html = "<p>Ünï</p>", Unsubscribe = "https://vindex.example.com/unsubscribe/x" }, Stop);
        await sender.SendAsync(s_note with { Unsubscribe = "http://localhost/unsubscribe/x" }, Stop);

        var (both, plain) = (smtp.Mails[0], smtp.Mails[1]);
        both.Header("Content-Type").ShouldNotBeNull().ShouldStartWith("multipart/alternative");
        both.Part("text/plain").ShouldBe("Ünï\n.\nEnd");
        both.Part("text/html").ShouldBe("<p>Ünï</p>");
        both.Header("List-Unsubscribe").ShouldBe("<https://vindex.example.com/unsubscribe/x>");
        both.Header("List-Unsubscribe-Post").ShouldBe("List-Unsubscribe=One-Click");
        plain.Header("List-Unsubscribe").ShouldBe("<http://localhost/unsubscribe/x>");
        plain.Header("List-Unsubscribe-Post").ShouldBeNull("RFC 8058 requires https");
        plain.Text.Trim().ShouldBe("Text");
    }

    private static MailSender Sender(SmtpReceiver smtp, params string[] addresses)
    {
        var options = new MailOptions
        {
            Host = "mail.invalid",
            Port = smtp.Port,
            Security = MailSecurity.None,
            From = "vindex@example.com",
            Timeout = new Duration(TimeSpan.FromSeconds(30)),
            AllowedNetworks = new NetworkList([IPNetwork.Parse("127.0.0.0/8")]),
        };
        return new MailSender(Options.Create(options), TimeProvider.System, (_, _) => Task.FromResult(addresses.Select(IPAddress.Parse).ToArray()));
    }
}
