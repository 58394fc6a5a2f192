using Vindex.Server.Alerts.Channels;
using Vindex.Server.Alerts.Sending;
using Vindex.Server.Security;
using Vindex.Storage.Alerts;

namespace Vindex.Server.Alerts;

/// <summary>Where messages about alerts go. Addresses contain credentials: they are stored encrypted and never returned.</summary>
internal sealed class AlertChannelService(
    IAlertMessageStore store, ChannelTargets targets, AlertSender sender, Ids ids, Audit audit, TimeProvider time, IOptions<AlertOptions> options)
{
    /// <summary>Why nothing can be sent by e-mail.</summary>
    public static Refusal NoMail { get; } = new Refusal.Conflict(
        "mail_not_set_up", "E-mail is not set up on this server. Its administrator can do that with the settings Mail:Host and Mail:From.");

    /// <summary>The company's channels, by name.</summary>
    public async Task<Outcome<IReadOnlyList<AlertChannel>>> ListAsync(Caller caller, CancellationToken cancellationToken) =>
        caller.CustomerIds is not null ? AlertService.Limited : Outcome.Of(await store.ListChannelsAsync(caller.OwnCompany, cancellationToken));

    /// <summary>One of them.</summary>
    public async Task<Outcome<AlertChannel>> FindAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        caller.CustomerIds is not null ? AlertService.Limited
        : await store.FindChannelAsync(caller.OwnCompany, id, cancellationToken) is { } found ? found
        : new Refusal.NotFound();

    /// <summary>Creates a channel.</summary>
    public async Task<Outcome<AlertChannel>> CreateAsync(Caller caller, Input<NewAlertChannelBody> input, CancellationToken cancellationToken)
    {
        if (caller.CustomerIds is not null) return AlertService.Limited;
        var (body, errors) = input;
        var present = await store.ListChannelsAsync(caller.OwnCompany, cancellationToken);
        if (!errors.Has("name") && present.Any(other => Same(other.Name, body.Name.Trim()))) errors.Add("name", "is the name of another channel");
        var target = errors.Has("kind") || errors.Has("target") ? null : await targets.SealAsync(body.Kind, body.Target.Trim(), errors, cancellationToken);
        if (errors.Any) return new Refusal.Invalid(errors);
        if (present.Count >= options.Value.Channels) return new Refusal.Conflict("too_many_channels", $"A company has at most {options.Value.Channels} channels.");
        if (body.Kind == ChannelKind.Email && !targets.HasMail)
            return NoMail;
        var channel = new AlertChannel(
            ids.TimeOrdered(), caller.OwnCompany, body.Name.Trim(), body.Kind, target!.Box, target.Shown, body.Titles ?? true, time.GetUtcNow())
        {
            Language = body.Language ?? "en",
        };
        var entry = audit.Entry(caller, "alert_channel.created", channel.CompanyId, channel.Id, ("name", channel.Name), ("kind", channel.Kind));
        return await store.AddChannelAsync(channel, entry, cancellationToken) ? channel : new Refusal.NotFound();
    }

    /// <summary>Changes name, address, titles or language of a channel.</summary>
    public async Task<Outcome<AlertChannel>> ChangeAsync(
        Caller caller, string id, Input<AlertChannelChangeBody> input, CancellationToken cancellationToken)
    {
        if (caller.CustomerIds is not null) return AlertService.Limited;
        var (body, errors) = input;
        var present = await store.ListChannelsAsync(caller.OwnCompany, cancellationToken);
        if (present.FirstOrDefault(one => one.Id == id) is not { } channel) return new Refusal.NotFound();
        if (errors.Any) return new Refusal.Invalid(errors);
        var changed = channel with
        {
            Name = body.Name.Or(channel.Name).Trim(),
            HasTitles = body.Titles.Or(channel.HasTitles),
            Language = body.Language.Or(channel.Language),
        };
        if (present.Any(other => other.Id != id && Same(other.Name, changed.Name))) errors.Add("name", "is the name of another channel");
        if (body.Target.IsGiven && await targets.SealAsync(channel.Kind, body.Target.OrDefault!.Trim(), errors, cancellationToken) is { } target)
            changed = changed with { Target = target.Box, Shown = target.Shown };
        if (errors.Any) return new Refusal.Invalid(errors);
        var entry = audit.Entry(
            caller, "alert_channel.changed", channel.CompanyId, id, ("name", changed.Name), ("address_changed", body.Target.IsGiven ? "true" : "false"));
        return await store.ChangeChannelAsync(changed, entry, cancellationToken) ? changed : new Refusal.NotFound();
    }

    /// <summary>Deletes a channel with its messages. Rules that name it keep working without it.</summary>
    public async Task<Outcome<Success>> DeleteAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        if (caller.CustomerIds is not null) return AlertService.Limited;
        if (await store.FindChannelAsync(caller.OwnCompany, id, cancellationToken) is not { } channel) return new Refusal.NotFound();
        var entry = audit.Entry(caller, "alert_channel.deleted", channel.CompanyId, id, ("name", channel.Name));
        return await store.DeleteChannelAsync(channel.CompanyId, id, entry, cancellationToken) ? default(Success) : new Refusal.NotFound();
    }

    /// <summary>Sends a test through a channel, once and without the outbox, so that its outcome is known.</summary>
    public async Task<Outcome<SendOutcome>> TestAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        if (caller.CustomerIds is not null) return AlertService.Limited;
        if (await store.FindChannelAsync(caller.OwnCompany, id, cancellationToken) is not { } channel) return new Refusal.NotFound();
        return await sender.TestAsync(channel, cancellationToken);
    }

    private static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);
}
