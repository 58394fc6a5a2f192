using System.Text.Json;
using Vindex.Scoring.Tickets;

namespace Vindex.Server.Sources;

/// <summary>
/// A product that tickets come from: how its requests say whose they are, how they prove it, and how they become tickets. A new source is a file in this folder
/// and a line in <see cref="SourceTable"/>.
/// </summary>
internal interface ISource
{
    /// <summary>Its name in addresses, for example <c>github</c>.</summary>
    string Name { get; }

    /// <summary>The product's name, for people.</summary>
    string Title { get; }

    /// <summary>A short word for the ids of customers that are made for it, for example <c>jira</c>.</summary>
    string Stem { get; }

    /// <summary>Where its bodies hold the external id, for example <c>repository.full_name</c>.</summary>
    string ExternalIdPath { get; }

    /// <summary>Where its bodies hold a field of the ticket, for messages; a field of another name is where its name says.</summary>
    string PathOf(string field);

    /// <summary>An external id in the one form in which it is stored.</summary>
    string Normalize(string externalId) => externalId;

    /// <summary>What the product itself sends as proof; null when the request has none.</summary>
    Proof? FindProof(SourceRequest request) => null;

    /// <summary>Makes a ticket of a request whose sender was recognised.</summary>
    SourceReading Read(SourceRequest request, InstallationSettings settings);
}

/// <summary>A request from a source.</summary>
/// <param name="Headers">Its headers.</param>
/// <param name="RawBody">Its body, byte for byte: what signatures are over.</param>
/// <param name="Root">The same as JSON, an object, without U+0000.</param>
internal sealed record SourceRequest(IHeaderDictionary Headers, ReadOnlyMemory<byte> RawBody, JsonElement Root)
{
    /// <summary>A header that is there once; null otherwise.</summary>
    public string? Header(string name) => Headers[name] is [{ Length: > 0 } value] ? value : null;
}

/// <summary>What a request says.</summary>
internal abstract record SourceReading
{
    private SourceReading()
    {
    }

    /// <summary>A ticket to judge.</summary>
    /// <param name="Input">The ticket.</param>
    /// <param name="TicketId">Its id, which stays when its key changes; null for the key.</param>
    internal sealed record Ticket(TicketInput Input, string? TicketId = null) : SourceReading
    {
        /// <summary>The profile that the request names; null for the installation's.</summary>
        public string? Profile { get; init; }

        /// <summary>The customer that the request names, which must be the installation's; null when it names none.</summary>
        public string? CustomerId { get; init; }

        /// <summary>The request's own callback URL; null for the installation's.</summary>
        public string? WebhookUrl { get; init; }
    }

    /// <summary>Nothing to judge, which is as it should be.</summary>
    /// <param name="Reason">Why, for people.</param>
    internal sealed record Ignored(string Reason) : SourceReading;

    /// <summary>The body is not what the product sends.</summary>
    /// <param name="Errors">What is wrong, by path.</param>
    internal sealed record Refused(FieldErrors Errors) : SourceReading
    {
        public Refused(string path, string error)
            : this(new FieldErrors())
        {
            Errors.Add(path, error);
        }
    }
}
