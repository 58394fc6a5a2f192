using Vindex.Server.Alerts.Channels;
using Vindex.Server.Callbacks;
using Vindex.Server.Languages;
using Vindex.Server.Security.Sessions;
using Vindex.Storage.Alerts;

namespace Vindex.Server.Alerts.Sending;

/// <summary>Sends messages through channels. Requests to chat services pass the address guard of callbacks.</summary>
internal sealed class AlertSender(CallbackClient client, MailSender mail, ChannelSeal seal, PublicAddress address)
{
    /// <summary>Sends a test.</summary>
    public async Task<SendOutcome> TestAsync(AlertChannel channel, CancellationToken cancellationToken)
    {
        Language.Current = Language.Find(channel.Language) ?? Language.All[0];
        return await SendAsync(channel, AlertLetter.Test(channel.Name, address.Of), cancellationToken);
    }

    /// <summary>Sends a message.</summary>
    public async Task<SendOutcome> SendAsync(AlertChannel channel, AlertLetter letter, CancellationToken cancellationToken)
    {
        if (seal.Open(channel.Target) is not { } target) return new SendOutcome("The address of the channel cannot be decrypted. Enter it again", IsFinal: true);
        if (channel.Kind == ChannelKind.Email) return await mail.SendAsync(Note(ChannelAddresses.Split(target), letter), cancellationToken);
        var body = channel.Kind == ChannelKind.Slack ? ChatBodies.Slack(letter) : ChatBodies.Teams(letter);
        return SendOutcome.Of(await client.SendAsync(new CallbackMessage(target, body, []), cancellationToken));
    }

    /// <summary>Sends a message to a person.</summary>
    public Task<SendOutcome> SendAsync(string email, AlertLetter letter, CancellationToken cancellationToken) =>
        mail.SendAsync(Note([email], letter), cancellationToken);

    private static MailNote Note(IReadOnlyList<string> to, AlertLetter letter) => letter.Mail is { } parts
        ? new MailNote(to, letter.Subject, parts.Text) { Html = parts.Html, Unsubscribe = parts.Unsubscribe }
        : new MailNote(to, letter.Subject, letter.Text);
}
