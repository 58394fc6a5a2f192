using Vindex.Server.Callbacks.Signatures;
using Vindex.Server.Installations;
using Vindex.Server.Security;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Trackers.Sync;
using Vindex.Storage.Trackers;
using Vindex.Trackers;

namespace Vindex.Server.Trackers.Connections;

/// <summary>What connections are made with.</summary>
internal sealed record TrackerParts(
    TrackerProducts Products, TrackerConnector Connector, TrackerCredentials Credentials, CredentialCheck Check, TrackerSignal Signal, PublicAddress Address,
    TimeProvider Time)
{
    /// <summary>Where a connection's tracker sends changes.</summary>
    public string HookUrl(string trackerId) => Address.Of($"/api/v1/trackers/{trackerId}/hook");
}

/// <summary>A company's connections to trackers.</summary>
internal sealed class TrackerService(ITrackerStore store, TrackerParts parts, InstallationSecrets secrets, SecretSeal seal, Audit audit, Ids ids)
{
    /// <summary>The connections of the caller's company. A key that is limited to some customers sees none.</summary>
    public async Task<IReadOnlyList<ConnectedTracker>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (caller.CustomerIds is not null) return [];
        List<ConnectedTracker> all = [];
        foreach (var connection in await store.ListAsync(caller.OwnCompany, cancellationToken)) all.Add(await WithProjectsAsync(connection, cancellationToken));
        return all;
    }

    /// <summary>One connection.</summary>
    public async Task<Outcome<ConnectedTracker>> FindAsync(Caller caller, string trackerId, CancellationToken cancellationToken) =>
        await OwnAsync(caller, trackerId, cancellationToken) is { } connection
            ? await WithProjectsAsync(connection, cancellationToken)
            : new Refusal.NotFound();

    /// <summary>Connects a tracker, after signing in to it.</summary>
    public async Task<Outcome<ConnectedTracker>> AddAsync(Caller caller, Input<NewTrackerBody> input, CancellationToken cancellationToken)
    {
        if (Beyond(caller) is { } forbidden) return forbidden;
        if (input.Errors.Any) return new Refusal.Invalid(input.Errors);
        var (body, errors) = input;
        if (parts.Products.Find(body.Product) is not { } tracker)
        {
            errors.Add("product", $"must be one of {string.Join(", ", parts.Products.All.Select(one => one.Product))}");
            return new Refusal.Invalid(errors);
        }

        var sent = new SentCredential(body.Token, body.User, body.AppId, body.InstallationId, body.PrivateKey);
        if (await parts.Check.TryAsync(tracker, body.BaseAddress, sent, errors, cancellationToken) is not { } access) return new Refusal.Invalid(errors);
        var connection = new TrackerConnection(
            ids.TimeOrdered(),
            caller.OwnCompany,
            tracker.Product,
            body.Name?.Trim() ?? access.Access.BaseAddress.Host,
            access.Access.BaseAddress.AbsoluteUri.TrimEnd('/'),
            parts.Credentials.Seal(access.Access.Credential),
            TrackerCredentials.Describe(access.Access.Credential),
            access.Identity.Id,
            access.Identity.Name,
            seal.Seal(secrets.Make()),
            parts.Time.GetUtcNow());
        var entry = audit.Entry(caller, "tracker.connected", caller.OwnCompany, connection.Id, Facts(connection));
        if (!await store.AddAsync(connection, entry, cancellationToken)) return new Refusal.NotFound();
        return new ConnectedTracker(connection, [], parts.HookUrl(connection.Id));
    }

    /// <summary>Changes a connection; a new credential is tried first.</summary>
    public async Task<Outcome<ConnectedTracker>> ChangeAsync(
        Caller caller, string trackerId, Input<TrackerChangeBody> input, CancellationToken cancellationToken)
    {
        if (await OwnAsync(caller, trackerId, cancellationToken) is not { } present) return new Refusal.NotFound();
        if (input.Errors.Any) return new Refusal.Invalid(input.Errors);
        var (body, errors) = input;
        var changed = present with { Name = body.Name?.Trim() ?? present.Name, IsPaused = body.Paused ?? present.IsPaused };
        var sent = new SentCredential(body.Token, body.User, body.AppId, body.InstallationId, body.PrivateKey);

        // A credential is only ever sent to the address that it was given for.
        if (sent.IsGiven || (body.BaseAddress is { } address && address.TrimEnd('/') != present.BaseAddress))
        {
            if (parts.Products.Find(present.Product) is not { } tracker) return new Refusal.NotFound();
            var access = await parts.Check.TryAsync(tracker, body.BaseAddress ?? present.BaseAddress, sent, errors, cancellationToken);
            if (access is null) return new Refusal.Invalid(errors);
            changed = changed with
            {
                BaseAddress = access.Access.BaseAddress.AbsoluteUri.TrimEnd('/'),
                Credential = parts.Credentials.Seal(access.Access.Credential),
                SignIn = TrackerCredentials.Describe(access.Access.Credential),
                AccountId = access.Identity.Id,
                AccountName = access.Identity.Name,
            };
        }

        var entry = audit.Entry(
            caller, "tracker.changed", present.CompanyId, present.Id, [.. Facts(changed), ("paused", changed.IsPaused ? "true" : "false")]);
        if (await store.UpdateAsync(changed, parts.Time.GetUtcNow(), entry, cancellationToken) is not { } stored) return Changed();
        parts.Signal.Announce();
        return await WithProjectsAsync(stored, cancellationToken);
    }

    /// <summary>Removes a connection and its webhooks; customers and scores stay.</summary>
    public async Task<Outcome<Success>> DeleteAsync(Caller caller, string trackerId, CancellationToken cancellationToken)
    {
        if (await OwnAsync(caller, trackerId, cancellationToken) is not { } connection) return new Refusal.NotFound();
        foreach (var project in await store.ProjectsAsync(connection.Id, cancellationToken))
            await TrackerWebhooks.RemoveAsync(parts, connection, project, cancellationToken);
        var entry = audit.Entry(caller, "tracker.deleted", connection.CompanyId, connection.Id, Facts(connection));
        return await store.DeleteAsync(connection.CompanyId, connection.Id, entry, cancellationToken) ? default(Success) : new Refusal.NotFound();
    }

    /// <summary>Reads all projects now.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="trackerId">The connection.</param>
    /// <param name="full">Whether all issues are read, or what changed.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Outcome<ConnectedTracker>> SyncAsync(Caller caller, string trackerId, bool full, CancellationToken cancellationToken)
    {
        if (await OwnAsync(caller, trackerId, cancellationToken) is not { } connection) return new Refusal.NotFound();
        if (connection.IsPaused) return new Refusal.Conflict("tracker_paused", "This connection is paused; resume it first.");
        var entry = audit.Entry(caller, "tracker.synced", connection.CompanyId, connection.Id, ("full", full ? "true" : "false"));
        if (!await store.WakeAsync(connection.CompanyId, connection.Id, full, parts.Time.GetUtcNow(), entry, cancellationToken)) return new Refusal.NotFound();
        parts.Signal.Announce();
        return await FindAsync(caller, trackerId, cancellationToken);
    }

    /// <summary>A page of the projects that a connection's credential can see.</summary>
    public async Task<Outcome<AvailableProjectListBody>> AvailableAsync(Caller caller, string trackerId, string? cursor, CancellationToken cancellationToken)
    {
        if (await OwnAsync(caller, trackerId, cancellationToken) is not { } connection) return new Refusal.NotFound();
        var tracked = (await store.ProjectsAsync(connection.Id, cancellationToken)).Select(project => project.ProjectId).ToHashSet(StringComparer.Ordinal);
        try
        {
            var (tracker, access) = parts.Connector.Open(connection);
            var page = await tracker.ListProjectsAsync(access, cursor, cancellationToken);
            return new AvailableProjectListBody(
                [.. page.Items.Select(project =>
                    new AvailableProjectBody(project.Id, project.Key, project.Name, project.Url?.AbsoluteUri, tracked.Contains(project.Id)))],
                page.Next);
        }
        catch (TrackerException exception)
        {
            return Failed(exception);
        }
    }

    /// <summary>A connection of the caller's company; null if there is none for this caller.</summary>
    public async Task<TrackerConnection?> OwnAsync(Caller caller, string trackerId, CancellationToken cancellationToken) =>
        caller.CustomerIds is null ? await store.FindAsync(caller.OwnCompany, trackerId, cancellationToken) : null;

    /// <summary>The tracker did not do what was asked.</summary>
    public static Refusal Failed(TrackerException exception) =>
        new Refusal.Conflict("tracker_" + SyncPlan.CodeOf(exception.Failure), exception.Message);

    /// <summary>The connection was changed by someone else at the same moment.</summary>
    public static Refusal Changed() =>
        new Refusal.Conflict("changed_meanwhile", "This connection was changed by someone else at the same moment; send the request again.", 1);

    /// <summary>Connections belong to the whole company.</summary>
    public static Refusal? Beyond(Caller caller) => caller.CustomerIds is null
        ? null
        : new Refusal.Forbidden("beyond_own_customers", "An API key that is limited to some customers cannot manage trackers.");

    private static IEnumerable<(string, string?)> Facts(TrackerConnection connection) =>
        [("product", connection.Product), ("base_address", connection.BaseAddress), ("account", connection.AccountName)];

    private async Task<ConnectedTracker> WithProjectsAsync(TrackerConnection connection, CancellationToken cancellationToken)
    {
        var projects = await store.ProjectsAsync(connection.Id, cancellationToken);
        var counts = (await store.CountsAsync(connection.Id, cancellationToken)).ToDictionary(one => one.ProjectId, StringComparer.Ordinal);
        return new ConnectedTracker(
            connection,
            [.. projects.Select(project =>
                new TrackedProjectState(project, counts.GetValueOrDefault(project.Id) ?? new TrackedCounts(project.Id, 0, 0, 0, 0, 0, 0)))],
            parts.HookUrl(connection.Id));
    }
}
