using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Vindex.TrackerFakes.Hosting;

/// <summary>A request that a <see cref="TrackerFake"/> received.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Path">Its path, decoded, with a leading slash.</param>
/// <param name="Query">Its parameters.</param>
/// <param name="Headers">Its headers.</param>
/// <param name="Body">Its body; null if it is empty.</param>
/// <param name="Address">The address it was sent to.</param>
public sealed record FakeRequest(string Method, string Path, IQueryCollection Query, IHeaderDictionary Headers, JsonNode? Body, Uri Address)
{
    /// <summary>Who sent it; null if the credentials are missing or wrong.</summary>
    public FakeAccount? Account { get; init; }

    /// <summary>The parts of the path between slashes.</summary>
    public string[] Parts { get; } = Path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A parameter; null if there is none.</summary>
    public string? Parameter(string name) => Query.TryGetValue(name, out var values) ? values.ToString() : null;

    /// <summary>A header; null if there is none.</summary>
    public string? Header(string name) => Headers.TryGetValue(name, out var values) ? values.ToString() : null;

    /// <summary>A member of the body as text; null if there is none.</summary>
    public string? Text(string name) => Body is JsonObject body && body[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    /// <summary>A member of the body as a whole number; null if there is none.</summary>
    public int? Whole(string name) => Body is JsonObject body && body[name] is JsonValue value && value.TryGetValue(out int number) ? number : null;
}

/// <summary>What a <see cref="TrackerFake"/> answers.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The body; null for none.</param>
public sealed record FakeResponse(int Status, JsonNode? Body = null)
{
    /// <summary>Further headers.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];
}

/// <summary>An account of a <see cref="TrackerFake"/>.</summary>
/// <param name="Id">Its permanent id.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="User">What it signs in with beside the token: an e-mail address.</param>
/// <param name="Token">Its token.</param>
public sealed record FakeAccount(string Id, string Name, string User, string Token)
{
    /// <summary>Permissions or scopes that the token lacks, as the product calls them.</summary>
    public ISet<string> Lacks { get; } = new HashSet<string>(StringComparer.Ordinal);
}
