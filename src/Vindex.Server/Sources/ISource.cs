using System.Text.Json;
using Vindex.Scoring.Tickets;

namespace Vindex.Server.Sources;

/// <summary>
/// A product that sends tickets: how its requests identify and authenticate the installation, and how to read tickets from them. A new source is a file in
/// this folder and a line in <see cref="SourceTable"/>.
/// </summary>
internal interface ISource
{
    /// <summary>Its name in URLs, for example <c>github</c>.</summary>
    string Name { get; }

    /// <summary>The product's display name.</summary>
    string Title { get; }

    /// <summary>A short word for generated customer ids, for example <c>jira</c>.</summary>
    string Stem { get; }

    /// <summary>Path of the external id in its bodies, for example <c>repository.full_name</c>.</summary>
    string ExternalIdPath { get; }

    /// <summary>Path of a ticket's field in its bodies, for messages.</summary>
    string PathOf(string field);

    /// <summary>The normalized form of an external id.</summary>
    string Normalize(string externalId) => externalId;

    /// <summary>The product's own proof; null if the request has none.</summary>
    Proof? FindProof(SourceRequest request) => null;

    /// <summary>Reads a ticket from an authenticated request.</summary>
    SourceReading Read(SourceRequest request, InstallationSettings settings);

    /// <summary>Reads a ticket from an issue as the product's events and its API have it; both read the same from it.</summary>
    SourceReading ReadIssue(JsonElement issue, InstallationSettings settings) => throw new NotSupportedException($"{Title} has no issues.");
}

/// <summary>A request from a source.</summary>
/// <param name="Headers">Its headers.</param>
/// <param name="RawBody">Its raw body, which signatures cover.</param>
/// <param name="Root">The body as a JSON object, without U+0000.</param>
internal sealed record SourceRequest(IHeaderDictionary Headers, ReadOnlyMemory<byte> RawBody, JsonElement Root)
{
    /// <summary>A header that occurs once; null otherwise.</summary>
    public string? Header(string name) => Headers[name] is [{ Length: > 0 } value] ? value : null;
}

/// <summary>The result of reading a request.</summary>
internal abstract record SourceReading
{
    private SourceReading()
    {
    }

    /// <summary>A ticket to score.</summary>
    /// <param name="Input">The ticket.</param>
    /// <param name="TicketId">Its permanent id; null to use the key.</param>
    internal sealed record Ticket(TicketInput Input, string? TicketId = null) : SourceReading
    {
        /// <summary>The profile in the request; null for the installation's.</summary>
        public string? Profile { get; init; }

        /// <summary>The customer in the request, which must be the installation's; null for none.</summary>
        public string? CustomerId { get; init; }

        /// <summary>The request's own callback URL; null for the installation's.</summary>
        public string? WebhookUrl { get; init; }

        /// <summary>The ticket's address in the product, as the product gives it; null for none.</summary>
        public string? Url { get; init; }
    }

    /// <summary>Nothing to score; not an error.</summary>
    /// <param name="Reason">The reason, as a message.</param>
    internal sealed record Ignored(string Reason) : SourceReading;

    /// <summary>The body is not what the product sends.</summary>
    /// <param name="Errors">The errors, by path.</param>
    internal sealed record Refused(FieldErrors Errors) : SourceReading
    {
        public Refused(string path, string error)
            : this(new FieldErrors())
        {
            Errors.Add(path, error);
        }
    }
}
