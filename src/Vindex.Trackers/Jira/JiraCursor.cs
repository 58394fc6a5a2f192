using System.Text.Json;
using Vindex.Trackers.Http;

namespace Vindex.Trackers.Jira;

/// <summary>Where listing issues has got to, with what the first page looked up.</summary>
/// <param name="Since">The time since when issues changed, in JQL; null for all.</param>
/// <param name="Fields">The names of further fields to read, by their ids.</param>
internal sealed record JiraCursor(string? Since, IReadOnlyDictionary<string, string> Fields)
{
    /// <summary>Cloud: the token of the next page; null for the first.</summary>
    public string? Token { get; init; }

    /// <summary>Data Center: how many issues come before the next page.</summary>
    public int Start { get; init; }

    /// <summary>Data Center: the id of the last issue so far; null on the first page.</summary>
    public string? LastId { get; init; }

    /// <summary>Data Center: when it changed last.</summary>
    public DateTimeOffset LastChange { get; init; }

    /// <summary>Whether it is the first page.</summary>
    public bool IsFirst => Token is null && LastId is null;

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="TrackerException">It is something else.</exception>
    public static JiraCursor Read(string text)
    {
        try
        {
            var json = JsonElement.Parse(text);
            var fields = json.Member("fields");
            return new JiraCursor(
                json.Text("since"),
                fields.ValueKind == JsonValueKind.Object ? fields.EnumerateObject().ToDictionary(field => field.Name, field => field.Value.AsText() ?? "") : [])
            {
                Token = json.Text("token"),
                Start = (int)(json.Whole("start") ?? 0),
                LastId = json.Text("last"),
                LastChange = json.Time("change") ?? default,
            };
        }
        catch (JsonException)
        {
            throw new TrackerException(TrackerFailure.Unexpected, "The stored position in the list of issues cannot be read.");
        }
    }

    /// <summary>Writes it as a text.</summary>
    public string Write() => JsonBody.Element(json =>
    {
        json.WriteStartObject();
        if (Since is not null) json.WriteString("since", Since);
        if (Fields.Count > 0)
        {
            json.WriteStartObject("fields");
            foreach (var (id, name) in Fields) json.WriteString(id, name);
            json.WriteEndObject();
        }

        if (Token is not null) json.WriteString("token", Token);
        if (LastId is not null)
        {
            json.WriteNumber("start", Start);
            json.WriteString("last", LastId);
            json.WriteString("change", LastChange);
        }

        json.WriteEndObject();
    }).GetRawText();
}
