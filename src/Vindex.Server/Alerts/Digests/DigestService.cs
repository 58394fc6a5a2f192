using NodaTime;
using Vindex.Server.Alerts.Sending;
using Vindex.Server.Languages;
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
    /// <summary>Why callers who are limited to customers are refused.</summary>
    public static Refusal Limited { get; } =
        new Refusal.Forbidden("limited_key", "Digests are about the whole company; your access is limited to some customers.");

    /// <summary>The caller as a reader.</summary>
    public static Outcome<DigestReader> Own(Caller caller) =>
        caller.CustomerIds is not null ? Limited
        : caller.UserId is { } userId ? new DigestReader(userId, null)
        : new Refusal.Forbidden("person_only", "Only people have a digest of their own. Sign in, or send a personal API key.");

    /// <summary>The webhooks of the caller's company as a reader.</summary>
    public static Outcome<DigestReader> Webhooks(Caller caller) => caller.CustomerIds is not null ? Limited : DigestReader.Webhooks;

    /// <summary>The digests of the caller's company that are switched on: the caller's own, and those of channels and webhooks.</summary>
    public async Task<Outcome<IReadOnlyList<Digest>>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (caller.CustomerIds is not null) return Limited;
        var all = await store.ListAsync(caller.OwnCompany, cancellationToken);
        return Outcome.Of<IReadOnlyList<Digest>>([.. all.Where(digest => digest.Reader.UserId is not { } userId || userId == caller.UserId)]);
    }

    /// <summary>The digest of a reader of the caller's company; null if it has none.</summary>
    public Task<Digest?> FindAsync(Caller caller, DigestReader reader, CancellationToken cancellationToken) =>
        store.FindAsync(caller.OwnCompany, reader, cancellationToken);

    /// <summary>Which readers of the caller's company get a digest.</summary>
    public async Task<IReadOnlySet<DigestReader>> ReadersAsync(Caller caller, CancellationToken cancellationToken) =>
        (await store.ListAsync(caller.OwnCompany, cancellationToken)).Select(digest => digest.Reader).ToHashSet();

    /// <summary>Stores when and how a reader gets the digest.</summary>
    public async Task<Outcome<Digest>> SetAsync(Caller caller, DigestReader reader, Input<DigestBody> input, CancellationToken cancellationToken)
    {
        if (input.Value.Enabled && caller.CustomerIds is not null) return Limited;
        if (PlanOf(input) is not { } plan) return new Refusal.Invalid(input.Errors);
        var body = input.Value;
        if (body.Enabled && reader.UserId is not null && !delivery.HasMail) return AlertChannelService.NoMail;
        var now = time.GetUtcNow();
        var digest = new Digest(ids.TimeOrdered(), caller.OwnCompany, reader, DigestDocuments.Write(plan), body.Enabled ? plan.Next(now) : null, 1, now);
        var entry = audit.Entry(caller, body.Enabled ? "digest.set" : "digest.stopped", digest.CompanyId, reader.Key);
        if (!await store.SetAsync(digest, entry, cancellationToken)) return new Refusal.NotFound();
        signal.Announce();
        return digest;
    }

    /// <summary>Deletes the digest of a reader, and what it said.</summary>
    public async Task<Outcome<Success>> DeleteAsync(Caller caller, DigestReader reader, CancellationToken cancellationToken)
    {
        var entry = audit.Entry(caller, "digest.deleted", caller.OwnCompany, reader.Key);
        return await store.DeleteAsync(caller.OwnCompany, reader, entry, cancellationToken) ? default(Success) : new Refusal.NotFound();
    }

    /// <summary>What a digest with these settings would say about the last seven days, in its language.</summary>
    public async Task<Outcome<(DigestContent Content, DigestLetter Letter)>> PreviewAsync(
        Caller caller, Input<DigestBody> input, CancellationToken cancellationToken)
    {
        if (caller.CustomerIds is not null) return Limited;
        if (PlanOf(input) is not { } plan) return new Refusal.Invalid(input.Errors);
        if (await PreviewAsync(caller, plan, cancellationToken) is not ({ } company, { } content)) return new Refusal.NotFound();
        var language = Language.Find(plan.Language) ?? Language.All[0];
        return (content, language.In(() => DigestLetter.Of(content, company.Name, plan.Zone, "preview", path => path)));
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

    // Null, with errors, if the settings are not allowed.
    private static DigestPlan? PlanOf(Input<DigestBody> input)
    {
        var (body, errors) = input;
        if (!errors.Has("timezone") && DateTimeZoneProviders.Tzdb.GetZoneOrNull(body.Timezone) is null)
            errors.Add("timezone", "must be an IANA time zone such as UTC or Europe/Vienna");
        return errors.Any
            ? null
            : new DigestPlan(body.Day, TimeOfDayAttribute.MinutesOf(body.At), body.Timezone, body.Language ?? "en", body.SkipEmpty);
    }
}
