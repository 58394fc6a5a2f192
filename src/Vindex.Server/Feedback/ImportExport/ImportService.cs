using System.IO.Pipelines;
using Vindex.Server.Feedback.Projects;
using Vindex.Server.Feedback.Writing;
using Vindex.Server.Security;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Feedback.ImportExport;

/// <summary>Imports feedback from a stream of any length.</summary>
internal sealed class ImportService(ProjectAccess access, FeedbackWriter writer, IFeedbackStore store, TimeProvider time)
{
    /// <summary>Prepares an import.</summary>
    /// <param name="caller">Who sends the rows.</param>
    /// <param name="projectId">The project of all lines; null if each line names its own.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<FeedbackOutcome<FeedbackImport>> OpenAsync(Caller caller, string? projectId, CancellationToken cancellationToken)
    {
        if (projectId is null) return new FeedbackImport(this, caller, null);
        if (await access.FindAsync(caller, projectId, cancellationToken) is not { } scope) return FeedbackRefusal.ProjectNotFound;
        return new FeedbackImport(this, caller, scope);
    }

    internal async Task RunAsync(FeedbackImport import, PipeReader lines, PipeWriter progress, CancellationToken cancellationToken)
    {
        using var run = new LineImport(import, access, writer, store, new ImportProgress(progress, time));
        await run.RunAsync(lines, cancellationToken);
    }
}

/// <summary>A prepared import.</summary>
internal sealed record FeedbackImport(ImportService Service, Caller Caller, ProjectScope? Only)
{
    /// <summary>Stores the lines and reports progress; one JSON object per line in both directions.</summary>
    public Task RunAsync(PipeReader lines, PipeWriter progress, CancellationToken cancellationToken) =>
        Service.RunAsync(this, lines, progress, cancellationToken);
}
