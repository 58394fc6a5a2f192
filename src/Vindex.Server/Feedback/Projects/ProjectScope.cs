using System.Text.Json;
using Vindex.Server.Companies;
using Vindex.Server.Security;
using Vindex.Storage.Companies;
using Vindex.Storage.Feedback;

namespace Vindex.Server.Feedback.Projects;

/// <summary>A project, and the rows of it that a caller can access.</summary>
/// <param name="Key">The project.</param>
/// <param name="ProjectId">Its id in requests, <c>entity/project</c>.</param>
/// <param name="CustomerIds">The caller can access only rows whose payload names one of these as <c>customer_id</c>; null for all rows.</param>
internal sealed record ProjectScope(ProjectKey Key, string ProjectId, IReadOnlyList<string>? CustomerIds)
{
    /// <summary>The payload's key with the customer.</summary>
    public const string CustomerField = "customer_id";

    /// <summary>Whether the caller can access a row with this payload.</summary>
    public bool Sees(ReadOnlySpan<byte> payload) => CustomerIds is null || (CustomerOf(payload) is { } customer && CustomerIds.Contains(customer));

    // The first of duplicate keys counts, as everywhere.
    private static string? CustomerOf(ReadOnlySpan<byte> payload)
    {
        var reader = new Utf8JsonReader(payload, new JsonReaderOptions { MaxDepth = int.MaxValue });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isCustomer = reader.ValueTextEquals(CustomerField);
            reader.Read();
            if (isCustomer) return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            reader.Skip();
        }

        return null;
    }
}

/// <summary>Finds the project that a request names.</summary>
internal sealed class ProjectAccess(CompanyDirectory directory)
{
    /// <summary>The project with the scores, the only one that callers limited to customers can access.</summary>
    public const string Scores = "scores";

    private const int MaxName = 128;

    private static readonly FeedbackRefusal s_limitedKey =
        new FeedbackRefusal.Forbidden("Your access is limited to some customers; annotation specs and queues need access to the whole company");

    /// <summary>The project with this <c>project_id</c>; null if it is malformed or inaccessible. Projects do not have to be created.</summary>
    public async ValueTask<ProjectScope?> FindAsync(Caller caller, string projectId, CancellationToken cancellationToken)
    {
        var slash = projectId.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0) return null;
        var name = projectId[(slash + 1)..];
        if (name.Length is 0 or > MaxName || name.Contains('/', StringComparison.Ordinal) || name.Any(char.IsControl)) return null;
        if (await CompanyAsync(caller, projectId[..slash], cancellationToken) is not { } company) return null;
        if (!projectId.AsSpan(0, slash).SequenceEqual(company.Slug)) return null;
        if (caller.CustomerIds is not null && name != Scores) return null;
        return new ProjectScope(new ProjectKey(company.Id, name), projectId, caller.CustomerIds);
    }

    /// <summary>The project for what belongs to it as a whole, such as annotation queues, or the refusal: keys limited to customers have no access.</summary>
    public async ValueTask<(ProjectScope? Scope, FeedbackRefusal? Refusal)> FindWholeAsync(
        Caller caller, string projectId, CancellationToken cancellationToken)
    {
        if (await FindAsync(caller, projectId, cancellationToken) is not { } scope) return (null, FeedbackRefusal.ProjectNotFound);
        return scope.CustomerIds is null ? (scope, null) : (null, s_limitedKey);
    }

    // Commands on the server's machine can access any company.
    private ValueTask<Company?> CompanyAsync(Caller caller, string slug, CancellationToken cancellationToken)
    {
        if (ReferenceEquals(caller, Caller.LocalCommand)) return directory.FindCompanyBySlugAsync(slug, cancellationToken);
        return caller.CompanyId is { } companyId ? directory.FindCompanyAsync(companyId, cancellationToken) : new ValueTask<Company?>((Company?)null);
    }
}
