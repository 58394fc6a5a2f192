using Vindex.Server.Callbacks.Signatures;
using Vindex.Server.Evaluations;
using Vindex.Server.Sources;
using Vindex.Server.Trackers.Sync;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;
using Vindex.Server.Web.Requests;
using Vindex.Storage.Trackers;
using Vindex.Trackers;

namespace Vindex.Server.Trackers;

/// <summary>
/// Takes webhooks of connected trackers. Only which issue changed is taken from them: the issue itself is read from the tracker, so that webhooks that are sent
/// twice, late or in another order do no harm.
/// </summary>
internal sealed class TrackerHooks(ITrackerStore store, TrackerProducts products, SecretSeal seal, TrackerSignal signal, TimeProvider time)
{
    /// <summary>Notes the issue that a webhook is about.</summary>
    public async Task<Outcome<HookAnswerBody>> TakeAsync(string trackerId, SourceRequest request, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(trackerId, cancellationToken) is not { } connection || products.Find(connection.Product) is not { } tracker)
            return new Refusal.UnknownInstallation("This connection does not exist; it was probably deleted.");
        var proof = request.Header(EventSender.SecretHeader) is { } secret ? Proof.OfSecret(secret) : SourceTable.Find(tracker.Product)!.FindProof(request);
        if (proof is null) return new Refusal.Forbidden("secret_missing", "The webhook has neither a signature nor a secret; register it with the connection's secret.");
        if (seal.Open(connection.HookSecret) is not { } own || !proof.Verifies(own))
            return new Refusal.Forbidden("secret_wrong", "The secret of the webhook, or the signature made with it, does not match this connection.");
        switch (tracker.ReadHook(request.RawBody, request.Header))
        {
            case HookReading.Unreadable unreadable:
                var errors = new FieldErrors();
                errors.Add(unreadable.Path, unreadable.Why);
                return new Refusal.Invalid(errors);
            case HookReading.Ignored ignored:
                return Ignored(ignored.Why);
            case HookReading.Changed { ChangedText: false, ActorId: var actor }:
                return Ignored(actor == connection.AccountId ? "It is a change that Vindex made." : "The issue's text did not change.");
            case HookReading.Changed changed:
                return await NoteAsync(connection, changed.Issue.ProjectId, changed.Issue.Id, cancellationToken);
            case HookReading.Removed removed:
                return await NoteAsync(connection, removed.Issue.ProjectId, removed.Issue.IssueId, cancellationToken);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task<Outcome<HookAnswerBody>> NoteAsync(TrackerConnection connection, string projectId, string issueId, CancellationToken cancellationToken)
    {
        if (await store.NoteChangeAsync(connection.Id, projectId, issueId, time.GetUtcNow(), cancellationToken) == 0)
            return Ignored("The issue's project is not scored.");
        signal.Announce();
        return new HookAnswerBody("noted", null);
    }

    private static HookAnswerBody Ignored(string reason) => new("ignored", reason);
}

/// <summary><c>POST /api/v1/trackers/{tracker_id}/hook</c>.</summary>
internal static class TrackerHookEndpoint
{
    public static void MapTrackerHooks(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/trackers/{tracker_id}/hook", HookAsync)
            .WithName("tracker_hook").WithTags("Trackers").WithSummary("Takes a webhook of a connected tracker")
            .WithDescription("The body is that of the product's webhook, whose signature or secret is checked. Registered at the tracker where its API allows it.")
            .WithMetadata(InstallationSecret.Needed, AnyParameters.Ignored)
            .WithMetadata(new Problems(StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden))
            .Accepts<EventBody>(JsonAnswer.ContentType)
            .Produces<HookAnswerBody>(StatusCodes.Status202Accepted);

    private static async Task<IResult> HookAsync(HttpContext context, string tracker_id, TrackerHooks hooks)
    {
        var (body, problem) = await RequestBody.ReadEventAsync(context);
        if (body is null) return problem!;
        using (body)
        {
            var request = new SourceRequest(context.Request.Headers, body.Raw, body.Root);
            return (await hooks.TakeAsync(tracker_id, request, context.RequestAborted)).ToAccepted(answer => answer);
        }
    }
}
