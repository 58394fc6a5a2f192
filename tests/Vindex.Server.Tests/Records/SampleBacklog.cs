using Vindex.Scoring.Backlogs;
using Vindex.Scoring.Tickets;

namespace Vindex.Server.Tests.Records;

/// <summary>The tickets of <c>samples/backlog.csv</c>.</summary>
internal static class SampleBacklog
{
    public static IReadOnlyList<TicketInput> Tickets()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Vindex.slnx"))) folder = folder.Parent!;
        using var file = File.OpenRead(Path.Combine(folder.FullName, "samples", "backlog.csv"));
        return [.. Backlog.Open(file, "backlog.csv", new BacklogOptions()).Backlog!.Rows().Select(row => row.Input!)];
    }
}
