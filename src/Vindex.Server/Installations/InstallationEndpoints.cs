using Vindex.Server.Callbacks.Addresses;
using Vindex.Server.Scoring;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Storage;
using Vindex.Storage.Installations;

namespace Vindex.Server.Installations;

/// <summary>The installations of the caller's company, as far as the caller may see them.</summary>
internal static class InstallationEndpoints
{
    private static readonly string[] s_changeable = ["callback_url", "display_name", "settings", "enabled"];

    public static async Task<IResult> ListAsync(HttpContext context, IStore store, TimeProvider time)
    {
        var caller = context.Caller();
        var installations = await store.Installations.ListAsync(caller.OwnCompany, caller.CustomerIds, context.RequestAborted);
        var now = time.GetUtcNow();
        return JsonAnswer.Ok(new InstallationListBody([.. installations.Select(one => InstallationBody.Of(one, now))]), WireJson.Shared.InstallationListBody);
    }

    public static async Task<IResult> OneAsync(HttpContext context, string customer_id, IStore store, TimeProvider time) =>
        await FindAsync(context, customer_id, store) is { } installation
            ? JsonAnswer.Ok(InstallationBody.Of(installation, time.GetUtcNow()), WireJson.Shared.InstallationBody)
            : Problem.NotFound();

    public static async Task<IResult> ChangeAsync(
        HttpContext context,
        string customer_id,
        IStore store,
        InstallationDirectory directory,
        OneAtATime changes,
        Judges judges,
        CallbackTarget target,
        Audit audit,
        TimeProvider time)
    {
        var (body, problem) = await RequestBody.ReadAsync(context);
        if (body is null) return problem!;
        using (body)
        {
            if (await FindAsync(context, customer_id, store) is not { } before) return Problem.NotFound();
            var errors = new FieldErrors();
            var url = Read(JsonFields.Of(body.Root, errors), before, time.GetUtcNow()).CallbackUrl;
            if (errors.Any) return Problem.Invalid(errors);

            // Name servers may take their time, so this is not for the others to wait for.
            var (checkedUrl, refused) = url is null || url == before.CallbackUrl ? (url, null) : await RegisterEndpoint.CheckAsync(target, url, context.RequestAborted);
            return refused ?? await changes.RunAsync(() => ApplyAsync(body, checkedUrl), context.RequestAborted);
        }

        async Task<IResult> ApplyAsync(RequestBody sent, string? checkedUrl)
        {
            if (await FindAsync(context, customer_id, store) is not { } present) return Problem.NotFound();
            var fields = JsonFields.Of(sent.Root, new FieldErrors());
            var wanted = Read(fields, present, time.GetUtcNow());
            if (fields.Has("callback_url")) wanted = wanted with { CallbackUrl = checkedUrl };
            if (await RefuseProfileAsync(judges, present, wanted, context.RequestAborted) is { } unknown) return unknown;
            var entry = audit.Entry(context.Caller(), "installation.changed", present.CompanyId, customer_id, InstallationChanges.Between(present, wanted));
            var changed = await store.Installations.UpdateAsync(
                present.CompanyId,
                customer_id,
                wanted.CallbackUrl,
                wanted.DisplayName,
                wanted.Settings,
                wanted.Endpoint == present.Endpoint ? null : wanted.Endpoint,
                entry,
                context.RequestAborted);
            directory.Forget();
            return changed is null ? Problem.NotFound() : JsonAnswer.Ok(InstallationBody.Of(changed, time.GetUtcNow()), WireJson.Shared.InstallationBody);
        }
    }

    public static async Task<IResult> DeleteAsync(HttpContext context, string customer_id, IStore store, InstallationDirectory directory, Audit audit, TimeProvider time)
    {
        if (await FindAsync(context, customer_id, store) is not { } present) return Problem.NotFound();
        var entry = audit.Entry(
            context.Caller(), "installation.deleted", present.CompanyId, customer_id, ("source", present.Source), ("external_id", present.ExternalId));
        var deleted = await store.Installations.DeleteAsync(present.CompanyId, customer_id, time.GetUtcNow(), entry, context.RequestAborted);
        directory.Forget();
        return deleted ? Results.NoContent() : Problem.NotFound();
    }

    private static async Task<Installation?> FindAsync(HttpContext context, string customerId, IStore store)
    {
        var caller = context.Caller();
        return caller.Sees(customerId) ? await store.Installations.FindByCustomerAsync(caller.OwnCompany, customerId, context.RequestAborted) : null;
    }

    private static Installation Read(JsonFields fields, Installation present, DateTimeOffset now)
    {
        var wanted = present;
        fields.RefuseOthers(s_changeable);
        if (fields.Has("callback_url")) wanted = wanted with { CallbackUrl = fields.Text("callback_url", RegistrationRequest.MaxUrl) };
        if (fields.Has("display_name")) wanted = wanted with { DisplayName = fields.Line("display_name", RegistrationRequest.MaxDisplayName) };
        if (fields.Object("settings") is { } settings) wanted = wanted with { Settings = InstallationSettings.Parse(present.Settings).Changed(settings).Write() };
        return fields.Flag("enabled") switch
        {
            true when present.Endpoint.IsDisabled => wanted with { Endpoint = EndpointState.Clean },
            false => wanted with { Endpoint = present.Endpoint.DisableManually(now) },
            _ => wanted,
        };
    }

    private static async Task<Problem?> RefuseProfileAsync(Judges judges, Installation present, Installation wanted, CancellationToken cancellationToken)
    {
        var profile = InstallationSettings.Parse(wanted.Settings).Profile;
        if (wanted.Settings == present.Settings || await judges.FindAsync(present.CompanyId, profile, cancellationToken) is not null) return null;
        return Problem.UnknownProfile(await judges.KnownAsync(present.CompanyId, cancellationToken), "settings.profile");
    }
}
