using System.Text.Json;
using Vindex.Cli.Output.Terminal;

namespace Vindex.Cli.Feedback.Import;

/// <summary>The last line of a response of <c>POST /feedback/import</c>.</summary>
/// <param name="Imported">Number of imported rows.</param>
/// <param name="Rejected">Number of rejected lines.</param>
/// <param name="Errors">The first of those, by their number in the request.</param>
internal sealed record ImportReport(long Imported, long Rejected, IReadOnlyList<RefusedLine> Errors)
{
    /// <summary>Reads a response to its end; null if the last line is missing because the response was cut off.</summary>
    public static async Task<ImportReport?> ReadAsync(Stream answer, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(answer);
        string? last = null;
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Length > 0) last = line;
        }

        try
        {
            return last is null ? null : Parse(last);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ImportReport? Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("errors", out var errors) || errors.ValueKind != JsonValueKind.Array) return null;
        if (!root.TryGetProperty("imported", out var imported) || !root.TryGetProperty("rejected", out var rejected)) return null;
        return new ImportReport(imported.GetInt64(), rejected.GetInt64(), [.. errors.EnumerateArray().Select(ReadError)]);
    }

    private static RefusedLine ReadError(JsonElement error) =>
        new(error.TryGetProperty("line", out var line) && line.TryGetInt64(out var number) ? number : 0,
            error.TryGetProperty("reason", out var reason) && reason.ValueKind == JsonValueKind.String ? TerminalText.OneLine(reason.GetString()!) : "refused");
}
