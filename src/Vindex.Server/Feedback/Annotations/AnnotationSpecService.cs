using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Vindex.Server.Feedback.Projects;
using Vindex.Server.Security;
using Vindex.Storage.Annotations;

namespace Vindex.Server.Feedback.Annotations;

/// <summary>Annotation specs of a project.</summary>
internal sealed class AnnotationSpecService(ProjectAccess access, IAnnotationSpecStore store, Audit audit, TimeProvider time)
{
    private const int MostSpecs = 1000;

    /// <summary>Adds a spec, unless the project has it. Returns its reference.</summary>
    public async Task<FeedbackOutcome<string>> CreateAsync(Caller caller, AnnotationSpecRequest request, CancellationToken cancellationToken)
    {
        var (scope, refused) = await access.FindWholeAsync(caller, request.ProjectId, cancellationToken);
        if (scope is null) return refused!;
        var version = AnnotationVersion.Of(request.Name, request.Schema, request.Description);
        var reference = version.RefIn(scope.ProjectId);
        var spec = new AnnotationSpec(
            scope.Key, version.Name, version.Digest, Encoding.UTF8.GetString(request.Schema), request.Description, caller.Actor, time.GetUtcNow());
        var entry = audit.Entry(caller, "annotation_spec.created", scope.Key.CompanyId, reference);
        return await store.AddAsync(spec, MostSpecs, entry, cancellationToken) switch
        {
            AnnotationAdded.Added or AnnotationAdded.Known => reference,
            AnnotationAdded.Full => new FeedbackRefusal.Invalid($"A project has at most {MostSpecs} annotation specs; delete one that is no longer needed"),
            AnnotationAdded.CompanyGone => FeedbackRefusal.ProjectNotFound,
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>The specs of a project, by name and then the newest first.</summary>
    public async Task<FeedbackOutcome<AnnotationSpecListBody>> ListAsync(Caller caller, string projectId, CancellationToken cancellationToken)
    {
        var (scope, refused) = await access.FindWholeAsync(caller, projectId, cancellationToken);
        if (scope is null) return refused!;
        var specs = await store.ListAsync(scope.Key, cancellationToken);
        return new AnnotationSpecListBody([.. specs.Select(spec => Body(scope, spec))]);
    }

    /// <summary>Deletes a spec. Rows that name it stay, and new ones are no longer checked.</summary>
    public async Task<FeedbackOutcome<Success>> DeleteAsync(Caller caller, string projectId, string reference, CancellationToken cancellationToken)
    {
        var (scope, refused) = await access.FindWholeAsync(caller, projectId, cancellationToken);
        if (scope is null) return refused!;
        var entry = audit.Entry(caller, "annotation_spec.deleted", scope.Key.CompanyId, reference);
        return AnnotationVersion.Of(reference) is { } version && version.RefIn(scope.ProjectId) == reference
            && await store.DeleteAsync(scope.Key, version.Name, version.Digest, entry, cancellationToken)
            ? default(Success)
            : new FeedbackRefusal.NotFound("Annotation spec not found");
    }

    private static AnnotationSpecBody Body(ProjectScope scope, AnnotationSpec spec) => new(
        new AnnotationVersion(spec.Name, spec.Digest).RefIn(scope.ProjectId),
        spec.Name,
        JsonElement.Parse(spec.ValueSchema),
        spec.Description,
        spec.Creator,
        spec.CreatedAt);
}
