using Vindex.Scoring.Backlogs;
using Vindex.Scoring.Tickets;

namespace Vindex.Cli.Demo;

/// <summary>The tickets of samples/backlog.csv, which is part of the program.</summary>
internal static class SampleBacklog
{
    private const string Name = "backlog.csv";

    public static IReadOnlyList<TicketInput> Tickets()
    {
        using var stream = typeof(SampleBacklog).Assembly.GetManifestResourceStream(Name)
            ?? throw new InvalidOperationException("The sample backlog is not embedded in the program.");
        var opening = Backlog.Open(stream, Name);
        if (opening.Backlog is not { } backlog) throw new InvalidOperationException($"The sample backlog cannot be read: {opening.Error}");
        return [.. backlog.Rows().Select(row => row.Input ?? throw new InvalidOperationException($"The sample backlog cannot be read: {row.Error}"))];
    }
}
