using Vindex.Scoring.Tickets;

namespace Vindex.Cli.Demo;

/// <summary>The tickets of samples/backlog.csv, which is part of the program.</summary>
internal static class SampleBacklog
{
    public static IReadOnlyList<TicketInput> Tickets() => [];
}
