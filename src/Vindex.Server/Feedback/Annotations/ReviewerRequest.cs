using Vindex.Server.Feedback.Model;

namespace Vindex.Server.Feedback.Annotations;

/// <summary>The body of requests in which a person claims, finishes or skips an item.</summary>
/// <param name="ProjectId"><c>entity/project</c>.</param>
/// <param name="Reviewer">The person; null for the caller.</param>
/// <param name="Lease">How long a claim lasts.</param>
internal sealed record ReviewerRequest(string ProjectId, string? Reviewer, TimeSpan Lease)
{
    private const int MaxReviewer = 256;
    private const int DefaultSeconds = 30 * 60;
    private const int MostSeconds = 24 * 60 * 60;

    /// <summary>Reads a claim; only valid if the model has no errors.</summary>
    public static ReviewerRequest ReadClaim(ModelObject model)
    {
        var request = ReadFields(model);
        var seconds = model.Optional("lease_seconds")?.AsInteger(1, MostSeconds) ?? DefaultSeconds;
        model.Close();
        return request with { Lease = TimeSpan.FromSeconds(seconds) };
    }

    /// <summary>Reads the end of a claim; only valid if the model has no errors.</summary>
    public static ReviewerRequest ReadEnd(ModelObject model)
    {
        var request = ReadFields(model);
        model.Close();
        return request;
    }

    private static ReviewerRequest ReadFields(ModelObject model)
    {
        var projectId = model.Required("project_id")?.AsText() ?? "";
        var reviewer = model.Optional("reviewer")?.AsText(MaxReviewer);
        return new ReviewerRequest(projectId, string.IsNullOrEmpty(reviewer) ? null : reviewer, TimeSpan.Zero);
    }
}
