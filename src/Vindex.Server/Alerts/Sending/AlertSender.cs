using Vindex.Server.Alerts.Channels;
using Vindex.Server.Callbacks;
using Vindex.Server.Security.Sessions;
using Vindex.Storage.Alerts;

namespace Vindex.Server.Alerts.Sending;

/// <summary>Sends messages through channels. Requests to chat services pass the address guard of callbacks.</summary>
internal sealed class AlertSender(CallbackClient client, MailSender mail, ChannelSeal seal, PublicAddress address)
{
    /// <summary>Sends a test.</summary>
    public Task<SendOutcome> TestAsync(AlertChannel channel, CancellationToken cancellationToken) =>
        SendAsync(channel, AlertLetter.Test(channel.Name, address.Of), cancellationToken);

    /// <summary>Sends a message.</summary>
    public async Task<SendOutcome> SendAsync(AlertChannel channel, AlertLetter letter, CancellationToken cancellationToken)
    {
        if (seal.Open(channel.Target) is not { } target) return new SendOutcome("The address of the channel cannot be decrypted. Enter it again", IsFinal: true);
        if (channel.Kind == ChannelKind.Email)
            return await mail.SendAsync(new MailNote(ChannelAddresses.Split(target), letter.Subject, letter.Text), cancellationToken);
        var body = channel.Kind == ChannelKind.Slack ? ChatBodies.Slack(letter) : ChatBodies.Teams(letter);
        return SendOutcome.Of(await client.SendAsync(new CallbackMessage(target, body, []), cancellationToken));
    }
}
