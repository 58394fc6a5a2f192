using System.Text.Json;
using Vindex.Server.Alerts.Digests;
using Vindex.Server.Alerts.Evaluation;
using Vindex.Server.Languages;
using Vindex.Storage.Alerts;
using Vindex.Storage.Digests;

namespace Vindex.Server.Alerts.Sending;

/// <summary>Sends the messages of the outbox to where they belong, in the language that is read there.</summary>
internal sealed class AlertDispatch(
    IAlertMessageStore channels,
    IAlertStore alerts,
    IDigestStore digests,
    AlertEvents events,
    AlertSender sender,
    DigestSender digestSender,
    SendingContext context)
{
    private static readonly SendOutcome s_off = new("The digest was switched off", IsFinal: true);

    /// <summary>Sends a message; null if what it is about is gone, and the message with it.</summary>
    public async Task<SendOutcome?> SendAsync(AlertMessage message, CancellationToken cancellationToken)
    {
        if (message.IssueId is { } issueId) return await SendIssueAsync(message.CompanyId, issueId, cancellationToken);
        if (await alerts.FindEventAsync(message.CompanyId, message.EventId!, cancellationToken) is not { } change) return null;
        if (message.ChannelId is not { } id) return await FireAsync(change, cancellationToken);
        if (await channels.FindChannelAsync(message.CompanyId, id, cancellationToken) is not { } channel) return null;
        Language.Current = Language.Find(channel.Language) ?? Language.All[0];
        return await sender.SendAsync(channel, AlertLetter.Of(AlertDocuments.Notice(change), channel.HasTitles, context.Link), cancellationToken);
    }

    private async Task<SendOutcome?> SendIssueAsync(string companyId, string issueId, CancellationToken cancellationToken)
    {
        if (await digests.FindIssueAsync(companyId, issueId, cancellationToken) is not { } issue) return null;
        if (await digests.FindAsync(issue.DigestId, cancellationToken) is not { } digest) return null;
        return digest.DueAt is null ? s_off : await digestSender.SendAsync(digest, issue, cancellationToken);
    }

    private async Task<SendOutcome> FireAsync(AlertEvent change, CancellationToken cancellationToken)
    {
        var body = AlertEventBody.Of(change, context.Link);
        await events.FiredAsync(change.CompanyId, JsonSerializer.SerializeToElement(body, AlertJson.Shared.AlertEventBody), cancellationToken);
        return SendOutcome.Delivered;
    }
}
