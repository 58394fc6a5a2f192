using System.Text.Json;
using Vindex.Scoring.Tickets;

namespace Vindex.Benchmarks.Quality;

/// <summary>A line of a file of tickets: <c>id, group, summary, description?</c>.</summary>
internal sealed record Item(string Id, string Group, string Summary, string? Description)
{
    /// <summary>Characters of both texts.</summary>
    public int Length => Summary.Length + (Description?.Length ?? 0);

    /// <summary>The ticket as the command line would read it.</summary>
    public TicketReading Read() => TicketReader.Read(new TicketInput(Summary, Description), TicketLimits.CommandLine);

    /// <summary>Reads all lines of a file.</summary>
    public static List<Item> ReadAll(string path)
    {
        var items = new List<Item>();
        foreach (var line in File.ReadLines(path))
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            items.Add(new(
                root.GetProperty("id").GetString()!,
                root.TryGetProperty("group", out var group) ? group.GetString()! : "",
                root.GetProperty("summary").GetString()!,
                root.TryGetProperty("description", out var description) ? description.GetString() : null));
        }

        return items;
    }
}
