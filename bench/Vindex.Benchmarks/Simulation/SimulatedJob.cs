using Vindex.Storage.Jobs;

namespace Vindex.Benchmarks.Simulation;

/// <summary>A ticket of the world, whose callbacks go to one URL.</summary>
/// <param name="Installation">Its installation.</param>
/// <param name="Number">Its number there.</param>
internal readonly record struct SimulatedTicket(int Installation, int Number);

/// <summary>A row of the queue.</summary>
internal sealed class SimulatedJob(long no, string company, SimulatedTicket ticket, DateTimeOffset createdAt)
{
    public long No => no;

    public string Company => company;

    public SimulatedTicket Ticket => ticket;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public JobState State { get; set; } = JobState.Queued;

    public DateTimeOffset DueAt { get; set; } = createdAt;

    /// <summary>Since when it could have been leased: it was due, and no job of its ticket was running.</summary>
    public DateTimeOffset FreeSince { get; set; } = createdAt;

    public int Attempts { get; set; }

    public int Taken { get; set; }

    /// <summary>The node that has leased it; -1 for none.</summary>
    public int Node { get; set; } = -1;
}
