using System.Text.Json;
using Vindex.Cli.Output.Terminal;

namespace Vindex.Cli.Feedback;

/// <summary>One error from a server.</summary>
/// <param name="Member">The member of the request's body that it is about, such as <c>timezone</c> or <c>json_path</c>; null when that is not known.</param>
/// <param name="Text">What is wrong.</param>
internal sealed record Complaint(string? Member, string Text);

/// <summary>Why a server rejected a request.</summary>
/// <param name="Status">The HTTP status; 0 when there was no answer.</param>
/// <param name="Complaints">At least one.</param>
internal sealed record ServerRefusal(int Status, IReadOnlyList<Complaint> Complaints)
{
    private const string ValueError = "Value error, ";

    /// <summary>The server gave a reason in the form of the feedback API.</summary>
    public bool IsReasoned { get; private init; }

    /// <summary>The request was sent but no response arrived, so it is unknown whether the server executed it.</summary>
    public bool MayBeDone { get; init; }

    /// <summary>All of it on one line.</summary>
    public string Text => string.Join("; ", Complaints.Select(complaint => complaint.Text));

    /// <summary>Reads <c>{"reason", …}</c> and <c>{"detail": [{"loc", "msg"}]}</c>; anything else gives the status.</summary>
    public static ServerRefusal Read(int status, ReadOnlyMemory<byte> body, string server)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object)
            {
                if (root.TryGetProperty("detail", out var detail) && detail.ValueKind == JsonValueKind.Array && detail.GetArrayLength() > 0)
                    return new(status, [.. detail.EnumerateArray().Select(ReadItem)]);
                if (root.TryGetProperty("reason", out var reason) && reason.ValueKind == JsonValueKind.String)
                    return new(status, [new(null, TerminalText.OneLine(reason.GetString()!))]) { IsReasoned = true };
                if (detail.ValueKind == JsonValueKind.String) return new(status, [new(null, TerminalText.OneLine(detail.GetString()!))]);
            }
        }
        catch (JsonException)
        {
            // A proxy, or not a Vindex server: only the status is known.
        }

        return new(status, [new(null, $"{server} returned {status}")]);
    }

    /// <summary>The same, with words in front.</summary>
    public ServerRefusal Prefixed(string words) =>
        this with { Complaints = [.. Complaints.Select(complaint => complaint with { Text = words + complaint.Text })] };

    /// <summary>Sentences that name the options which the request was made of.</summary>
    /// <param name="options">Option by member.</param>
    public IEnumerable<string> Sentences(IReadOnlyDictionary<string, string> options) => Complaints.Select(complaint =>
    {
        var option = complaint.Member is { } member
            ? options.GetValueOrDefault(member)
            : options.FirstOrDefault(pair => Mentions(complaint.Text, pair.Key)).Value;
        return option is null ? complaint.Text : $"{option}: {complaint.Text}";
    }).Distinct(StringComparer.Ordinal);

    private static bool Mentions(string text, string member) => text.StartsWith(member, StringComparison.OrdinalIgnoreCase);

    private static Complaint ReadItem(JsonElement item)
    {
        var text = item.TryGetProperty("msg", out var msg) && msg.ValueKind == JsonValueKind.String ? TerminalText.OneLine(msg.GetString()!) : "refused";
        if (text.StartsWith(ValueError, StringComparison.Ordinal)) text = text[ValueError.Length..];
        string? member = null;
        if (item.TryGetProperty("loc", out var location) && location.ValueKind == JsonValueKind.Array)
        {
            member = location.EnumerateArray()
                .Where(part => part.ValueKind == JsonValueKind.String)
                .Select(part => part.GetString()!)
                .LastOrDefault(part => part != "body");
        }
        return new(member, text);
    }
}
