using Vindex.Benchmarks.Capacity;

namespace Vindex.Benchmarks.Simulation;

/// <summary>A write on its way to the database.</summary>
internal abstract record SimulatedWrite(string Owner)
{
    /// <summary>A short write, which may share its transaction. It happens when it is committed.</summary>
    /// <param name="Owner">Whose rows it touches.</param>
    /// <param name="Trips">Its round trips.</param>
    /// <param name="Counter">The company whose counter of waiting jobs it changes at the end; null for none.</param>
    /// <param name="Happens">What happens; its result is what follows on the node.</param>
    public sealed record Short(string Owner, ShortWrite Trips, string? Counter, Func<Action> Happens) : SimulatedWrite(Owner);

    /// <summary>A write that decides what it changes as soon as it has its locks.</summary>
    /// <param name="Owner">Whose rows it touches.</param>
    /// <param name="Happens">What happens.</param>
    public sealed record Long(string Owner, Func<Decided> Happens) : SimulatedWrite(Owner);

    /// <summary>What a write has decided.</summary>
    /// <param name="Trips">Its round trips, those in which it changes counters included where it has a transaction of its own.</param>
    /// <param name="Counters">The companies whose counters of waiting jobs it changes at the end.</param>
    /// <param name="Follow">What follows on the node once it is committed.</param>
    public sealed record Decided(ShortWrite Trips, IReadOnlyCollection<string> Counters, Action Follow);
}
