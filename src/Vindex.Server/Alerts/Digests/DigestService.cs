using NodaTime;
using Vindex.Server.Alerts.Sending;
using Vindex.Server.Security;
using Vindex.Storage.Companies;
using Vindex.Storage.Digests;

namespace Vindex.Server.Alerts.Digests;

/// <summary>
/// Weekly digests: their readers switch them on and off, for themselves, or as owners for channels and webhooks. They are about the whole company: people who
/// are limited to some customers can only switch theirs off.
/// </summary>
internal sealed class DigestService(
    IDigestStore store, DigestDelivery delivery, UnsubscribeLinks links, DigestSignal signal, Ids ids, Audit audit, TimeProvider time)
{
    /// <summary>Why people who are limited to customers are refused.</summary>
    public static Refusal Limited { get; } =
        new Refusal.Forbidden("beyond_own_customers", "Digests are about the whole company; your access is limited to some customers.");

    /// <summary>The digest of a reader of the caller's company; null if it has none.</summary>
    public Task<Digest?> FindAsync(Caller caller, DigestReader reader, CancellationToken cancellationToken) =>
        store.FindAsync(caller.OwnCompany, reader, cancellationToken);

    /// <summary>Which readers of the caller's company get a digest.</summary>
    public async Task<IReadOnlySet<DigestReader>> ReadersAsync(Caller caller, CancellationToken cancellationToken) =>
        (await store.ListAsync(caller.OwnCompany, cancellationToken)).Select(digest => digest.Reader).ToHashSet();

    /// <summary>Stores when and how a reader gets the digest.</summary>
    public async Task<Outcome<Digest>> SetAsync(Caller caller, DigestReader reader, Input<DigestBody> input, CancellationToken cancellationToken)
    {
        var (body, errors) = input;
        if (body.Enabled && caller.CustomerIds is not null) return Limited;
        if (!errors.Has("timezone") && DateTimeZoneProviders.Tzdb.GetZoneOrNull(body.Timezone) is null)
            errors.Add("timezone", "must be an IANA time zone such as UTC or Europe/Vienna");
        if (errors.Any) return new Refusal.Invalid(errors);
        if (body.Enabled && reader.UserId is not null && !delivery.HasMail) return AlertChannelService.NoMail;
        var now = time.GetUtcNow();
        var plan = new DigestPlan(body.Day, TimeOfDayAttribute.MinutesOf(body.At), body.Timezone, body.Language ?? "en", body.SkipEmpty);
        var digest = new Digest(ids.TimeOrdered(), caller.OwnCompany, reader, DigestDocuments.Write(plan), body.Enabled ? plan.Next(now) : null, 1, now);
        var entry = audit.Entry(caller, body.Enabled ? "digest.set" : "digest.stopped", digest.CompanyId, reader.Key);
        if (!await store.SetAsync(digest, entry, cancellationToken)) return new Refusal.NotFound();
        signal.Announce();
        return digest;
    }

    /// <summary>What the digest would say about the last seven days.</summary>
    public async Task<(Company Company, DigestContent Content)?> PreviewAsync(Caller caller, DigestPlan plan, CancellationToken cancellationToken) =>
        caller.CustomerIds is null ? await delivery.ReadAsync(caller.OwnCompany, plan, time.GetUtcNow(), cancellationToken) : null;

    /// <summary>Sends the digest of the last seven days at once, without the outbox, so that its outcome is known.</summary>
    public async Task<Outcome<SendOutcome>> SendNowAsync(Caller caller, DigestReader reader, CancellationToken cancellationToken) =>
        caller.CustomerIds is not null ? Limited
        : await store.FindAsync(caller.OwnCompany, reader, cancellationToken) is { } digest
        && await delivery.SendNowAsync(digest, time.GetUtcNow(), cancellationToken) is { } outcome
            ? outcome
            : new Refusal.NotFound();

    /// <summary>The id of the last issue of a digest; null if it has none.</summary>
    public Task<string?> LastIssueAsync(Digest digest, CancellationToken cancellationToken) => store.LastIssueAsync(digest.Id, cancellationToken);

    /// <summary>An issue of the caller's company; null if there is none.</summary>
    public async Task<DigestIssue?> FindIssueAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        caller.CustomerIds is null ? await store.FindIssueAsync(caller.OwnCompany, id, cancellationToken) : null;

    /// <summary>Whether this server has made a link that switches a digest off.</summary>
    public bool IsLink(string token) => links.Read(token) is not null;

    /// <summary>Switches off the digest of a link. False if this server has not made it; true also if the digest was off, or does not exist any more.</summary>
    public async Task<bool> StopAsync(string token, CancellationToken cancellationToken)
    {
        if (links.Read(token) is not { } id) return false;
        if (await store.FindAsync(id, cancellationToken) is not { } digest) return true;
        await store.SwitchOffAsync(id, audit.Entry(Audit.System, "digest.unsubscribed", digest.CompanyId, digest.Reader.Key), cancellationToken);
        return true;
    }
}
