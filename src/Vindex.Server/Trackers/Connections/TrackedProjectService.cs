using Vindex.Server.Callbacks.Signatures;
using Vindex.Server.Installations;
using Vindex.Server.Scoring;
using Vindex.Server.Security;
using Vindex.Server.Sources;
using Vindex.Server.Trackers.WritingBack;
using Vindex.Storage.Installations;
using Vindex.Storage.Scores;
using Vindex.Storage.Trackers;
using Vindex.Trackers;

namespace Vindex.Server.Trackers.Connections;

/// <summary>What projects are added with.</summary>
internal sealed record ProjectParts(
    RegistrationService Registrations, InstallationService Installations, Judges Judges, SecretSeal Seal, IScoreStore Scores, ResultText Text);

/// <summary>The projects of connections whose issues are scored. Each is an installation, so that its settings are those of any other.</summary>
internal sealed class TrackedProjectService(
    ITrackerStore store, TrackerService trackers, TrackerParts parts, ProjectParts more, Audit audit, Ids ids)
{
    private const int MaxProjectPages = 100;
    private const int MaxDryRun = 100;

    /// <summary>Starts to score a project.</summary>
    public async Task<Outcome<TrackedProjectState>> AddAsync(
        Caller caller, string trackerId, Input<NewTrackedProjectBody> input, CancellationToken cancellationToken)
    {
        if (await trackers.OwnAsync(caller, trackerId, cancellationToken) is not { } connection) return new Refusal.NotFound();
        if (input.Errors.Any) return new Refusal.Invalid(input.Errors);
        var (body, errors) = input;
        if (body.Profile is { } profile && await more.Judges.FindAsync(connection.CompanyId, profile, cancellationToken) is null)
            return ScoringRefusals.UnknownProfile(await more.Judges.KnownAsync(connection.CompanyId, cancellationToken), "profile");
        TrackerProject? project;
        try
        {
            var opened = parts.Connector.Open(connection);
            if (body.Query is not null && !opened.Tracker.Abilities.HasQueries) errors.Add("query", "is not possible with this product; use labels");
            project = errors.Any ? null : await FindAsync(opened, body.ProjectId, cancellationToken);
        }
        catch (TrackerException exception)
        {
            return TrackerService.Failed(exception);
        }

        if (project is null && !errors.Any) errors.Add("project_id", "is not a project that the credential can see");
        if (errors.Any) return new Refusal.Invalid(errors);
        return await RegisterAsync(caller, connection, project!, body, cancellationToken);
    }

    /// <summary>Changes what is selected and written back.</summary>
    public async Task<Outcome<TrackedProjectState>> ChangeAsync(
        Caller caller, string trackerId, string id, Input<TrackedProjectChangeBody> input, CancellationToken cancellationToken)
    {
        if (await OwnAsync(caller, trackerId, id, cancellationToken) is not (var connection, var present)) return new Refusal.NotFound();
        if (input.Errors.Any) return new Refusal.Invalid(input.Errors);
        var (body, errors) = input;
        var selection = ProjectSelection.Of(present);
        var abilities = parts.Products.Find(connection.Product)?.Abilities;
        var mode = body.WriteBack is { } name ? WriteBackNameAttribute.Parse(name)!.Value : present.WriteBack;
        var field = mode is WriteBack.Field ? body.WriteField ?? present.WriteField : null;
        if (body.Query.OrDefault is not null && abilities?.HasQueries != true) errors.Add("query", "is not possible with this product; use labels");
        if (mode is WriteBack.Field && abilities?.HasFields != true) errors.Add("write_back", "is not possible with this product, which has no fields");
        else if (mode is WriteBack.Field && field is null) errors.Add("write_field", "is required to write a field");
        if (errors.Any) return new Refusal.Invalid(errors);
        var changed = present with
        {
            Selection = new ProjectSelection(
                body.Query.Or(selection.Query), Distinct(body.Labels.Or(selection.Labels)), body.OpenOnly ?? selection.OpenOnly).Write(),
            WriteBack = mode,
            WriteField = field,
        };
        var entry = audit.Entry(
            caller, "tracker.project_changed", connection.CompanyId, present.CustomerId,
            ("project", present.Key), ("write_back", mode.ToString().ToLowerInvariant()), ("write_field", field));
        if (!await store.UpdateProjectAsync(changed, parts.Time.GetUtcNow(), entry, cancellationToken)) return new Refusal.NotFound();
        parts.Signal.Announce();
        return await StateAsync(caller, trackerId, id, cancellationToken);
    }

    /// <summary>Stops scoring a project; its customer and scores stay.</summary>
    public async Task<Outcome<Success>> DeleteAsync(Caller caller, string trackerId, string id, CancellationToken cancellationToken)
    {
        if (await OwnAsync(caller, trackerId, id, cancellationToken) is not (var connection, var project)) return new Refusal.NotFound();
        await TrackerWebhooks.RemoveAsync(parts, connection, project, cancellationToken);
        var entry = audit.Entry(caller, "tracker.project_removed", connection.CompanyId, project.CustomerId, ("project", project.Key));
        return await store.DeleteProjectAsync(connection.Id, project.Id, entry, cancellationToken) ? default(Success) : new Refusal.NotFound();
    }

    /// <summary>What would be written to issues; nothing is written.</summary>
    public async Task<Outcome<DryRunBody>> DryRunAsync(
        Caller caller, string trackerId, string id, WriteBack? mode, CancellationToken cancellationToken)
    {
        if (await OwnAsync(caller, trackerId, id, cancellationToken) is not (var connection, var project)) return new Refusal.NotFound();
        var written = mode ?? (project.WriteBack is WriteBack.None ? WriteBack.Comment : project.WriteBack);
        List<DryRunItemBody> items = [];
        foreach (var ticket in await store.WritableAsync(project.Id, MaxDryRun, cancellationToken))
        {
            var score = await more.Scores.FindAsync(new ScoreAccess(connection.CompanyId, null), ticket.ScoreId!, cancellationToken);
            if (score is not null) items.Add(new DryRunItemBody(ticket.Key, ticket.ScoreId!, Text(written, score)));
        }

        return new DryRunBody(written.ToString().ToLowerInvariant(), items);
    }

    private string Text(WriteBack mode, StoredScore score) => mode switch
    {
        WriteBack.Labels => ResultText.Label(score),
        WriteBack.Field => ResultText.Number(score).ToString("0.0", System.Globalization.CultureInfo.InvariantCulture),
        _ => more.Text.Comment(score),
    };

    private async Task<Outcome<TrackedProjectState>> RegisterAsync(
        Caller caller, TrackerConnection connection, TrackerProject project, NewTrackedProjectBody body, CancellationToken cancellationToken)
    {
        var registration = new Input<RegistrationBody>(new RegistrationBody(ExternalId(connection, project), DisplayName: Cut(project.Name)));
        var registered = await more.Registrations.RegisterAsync(caller, SourceTable.Find(connection.Product)!, registration, cancellationToken);
        if (registered is not Outcome<Registered>.Done { Value: var made }) return ((Outcome<Registered>.Refused)registered).Reason;
        if (await SettingsAsync(caller, made, body, cancellationToken) is { } refused) return refused;

        var now = parts.Time.GetUtcNow();
        var tracked = new TrackedProject(
            ids.TimeOrdered(),
            connection.Id,
            connection.CompanyId,
            made.Installation.CustomerId,
            project.Id,
            project.Key,
            project.Name,
            new ProjectSelection(body.Query, Distinct(body.Labels), body.OpenOnly).Write(),
            now)
        {
            DueAt = now,
        };
        var entry = audit.Entry(caller, "tracker.project_added", connection.CompanyId, tracked.CustomerId, ("project", project.Key));
        switch (await store.AddProjectAsync(tracked, entry, cancellationToken))
        {
            case ProjectAdded.NotFound: return new Refusal.NotFound();
            case ProjectAdded.Taken: return new Refusal.Conflict("project_tracked", "The issues of this project are scored already.");
        }

        parts.Signal.Announce();
        if (await TrackerWebhooks.RegisterAsync(parts, more.Seal, connection, tracked, cancellationToken) is { } hook)
            await store.UpdateProjectAsync(tracked with { HookId = hook }, now, null, cancellationToken);
        return await StateAsync(caller, connection.Id, tracked.Id, cancellationToken);
    }

    private async Task<Refusal?> SettingsAsync(Caller caller, Registered made, NewTrackedProjectBody body, CancellationToken cancellationToken)
    {
        if (body is { Profile: null, CriteriaFields: null, IssueTypes: null }) return null;
        var settings = new InstallationSettingsChangeBody(
            body.CriteriaFields is null ? default : new Optional<IReadOnlyList<string>?>(body.CriteriaFields),
            body.IssueTypes is null ? default : new Optional<IReadOnlyList<string>?>(body.IssueTypes),
            body.Profile is null ? default : new Optional<string?>(body.Profile));
        var change = new Input<InstallationChangeBody>(new InstallationChangeBody(Settings: settings));
        var changed = await more.Installations.ChangeAsync(caller, made.Installation.CustomerId, change, cancellationToken);
        return (changed as Outcome<Installation>.Refused)?.Reason;
    }

    /// <summary>The project's id as the product's events name it where they do, so that both ways lead to the same installation.</summary>
    private static string ExternalId(TrackerConnection connection, TrackerProject project) => connection.Product switch
    {
        "github" => project.Key,
        "gitlab" or "azuredevops" => project.Id,
        _ => $"{new Uri(connection.BaseAddress).Host}/{project.Id}",
    };

    private static async Task<TrackerProject?> FindAsync(OpenConnection connection, string projectId, CancellationToken cancellationToken)
    {
        string? cursor = null;
        for (var pages = 0; pages < MaxProjectPages; pages++)
        {
            var page = await connection.Tracker.ListProjectsAsync(connection.Access, cursor, cancellationToken);
            if (page.Items.FirstOrDefault(project => project.Id == projectId) is { } found) return found;
            if (page.Next is null) return null;
            cursor = page.Next;
        }

        return null;
    }

    private async Task<(TrackerConnection Connection, TrackedProject Project)?> OwnAsync(
        Caller caller, string trackerId, string id, CancellationToken cancellationToken)
    {
        if (await trackers.OwnAsync(caller, trackerId, cancellationToken) is not { } connection) return null;
        return (await store.ProjectsAsync(connection.Id, cancellationToken)).FirstOrDefault(project => project.Id == id) is { } project
            ? (connection, project)
            : null;
    }

    private async Task<Outcome<TrackedProjectState>> StateAsync(Caller caller, string trackerId, string id, CancellationToken cancellationToken) =>
        await trackers.FindAsync(caller, trackerId, cancellationToken) is Outcome<ConnectedTracker>.Done { Value: var tracker }
        && tracker.Projects.FirstOrDefault(state => state.Project.Id == id) is { } state
            ? state
            : new Refusal.NotFound();

    private static List<string>? Distinct(IReadOnlyList<string>? labels) => labels?.Select(label => label.Trim()).Distinct(StringComparer.Ordinal).ToList();

    private static string Cut(string name) => name.Length <= RegistrationBody.MaxDisplayName ? name : name[..RegistrationBody.MaxDisplayName];
}
