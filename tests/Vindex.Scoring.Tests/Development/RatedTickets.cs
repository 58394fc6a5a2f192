using System.Text.Json;
using Vindex.Scoring.Tickets;
using Xunit;

namespace Vindex.Scoring.Tests.Development;

/// <summary>
/// The rated tickets that the weights were learned from. They may not be copied into the project: they are looked for in <c>../shared/data/panel</c> beside the
/// repository, or where the variable <c>VINDEX_RATED</c> points, and tests that need them are skipped without them.
/// </summary>
internal static class RatedTickets
{
    private static readonly string? s_folder = Find();

    /// <summary>The folder that holds <c>items.jsonl</c> and <c>ratings.jsonl</c>; skips the running test where there is none.</summary>
    public static string Folder
    {
        get
        {
            Assert.SkipWhen(s_folder is null, "The rated tickets are not here (../shared/data/panel, or VINDEX_RATED).");
            return s_folder!;
        }
    }

    /// <summary>All tickets with their projects.</summary>
    public static IEnumerable<(string Id, string Project, TicketReading Reading)> All()
    {
        foreach (var line in File.ReadLines(Path.Combine(Folder, "items.jsonl")))
        {
            using var item = JsonDocument.Parse(line);
            var root = item.RootElement;
            var description = root.TryGetProperty("description", out var text) ? text.GetString() : null;
            yield return (root.GetProperty("id").GetString()!, root.GetProperty("group").GetString()!, TicketReader.Read(
                new TicketInput(root.GetProperty("summary").GetString()!, description), TicketLimits.CommandLine));
        }
    }

    private static string? Find()
    {
        var folder = Environment.GetEnvironmentVariable("VINDEX_RATED")
            ?? (Repository.Folder is { } repository ? Path.Combine(repository, "..", "shared", "data", "panel") : "");
        return File.Exists(Path.Combine(folder, "ratings.jsonl")) ? folder : null;
    }
}
