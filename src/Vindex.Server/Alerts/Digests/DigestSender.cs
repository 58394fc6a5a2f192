using System.Text.Json;
using Vindex.Server.Alerts.Sending;
using Vindex.Server.Companies;
using Vindex.Server.Languages;
using Vindex.Server.Webhooks.Events;
using Vindex.Storage.Alerts;
using Vindex.Storage.Digests;
using Vindex.Storage.Users;
using Vindex.Storage.Webhooks;

namespace Vindex.Server.Alerts.Digests;

/// <summary>Sends issues of digests to their readers.</summary>
internal sealed class DigestSender(
    DigestLetters letters, AlertSender sender, CompanyDirectory companies, IAlertMessageStore channels, IUserStore users, IEventOutbox events)
{
    private static readonly SendOutcome s_gone = new("The reader of the digest is gone", IsFinal: true);

    /// <summary>Sends an issue, in the language of its reader.</summary>
    public async Task<SendOutcome> SendAsync(Digest digest, DigestIssue issue, CancellationToken cancellationToken)
    {
        if (await companies.FindCompanyAsync(digest.CompanyId, cancellationToken) is not { } company) return s_gone;
        if (digest.Reader.ChannelId is { } channelId)
        {
            if (await channels.FindChannelAsync(digest.CompanyId, channelId, cancellationToken) is not { } channel) return s_gone;
            Language.Current = Language.Find(channel.Language) ?? Language.All[0];
            return await sender.SendAsync(channel, await letters.WriteAsync(company, digest, issue), cancellationToken);
        }

        if (digest.Reader.UserId is { } userId)
        {
            if (await users.FindMemberAsync(digest.CompanyId, userId, cancellationToken) is not { } member) return s_gone;
            Language.Current = Language.Find(DigestDocuments.Plan(digest).Language) ?? Language.All[0];
            return await sender.SendAsync(member.User.Email, await letters.WriteAsync(company, digest, issue), cancellationToken);
        }

        Language.Current = Language.All[0];
        var letter = letters.Of(company, DigestDocuments.Content(issue), DigestDocuments.Plan(digest).Zone, issue.Id);
        var body = JsonSerializer.SerializeToUtf8Bytes(DigestEventBody.Of(issue, letter), AlertJson.Shared.DigestEventBody);
        await events.PublishAsync(digest.CompanyId, EventSubject.DigestCreated, body, cancellationToken);
        return SendOutcome.Delivered;
    }
}
