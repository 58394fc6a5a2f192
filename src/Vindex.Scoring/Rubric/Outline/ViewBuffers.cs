namespace Vindex.Scoring.Rubric.Outline;

/// <summary>The memory of a <see cref="TicketView"/>, which lasts until the next is read. For one thread at a time.</summary>
internal sealed class ViewBuffers
{
    private const int MostKept = 4096;

    /// <summary>All passages.</summary>
    public List<Passage> Passages { get; } = new(32);

    /// <summary>All criteria.</summary>
    public List<Criterion> Criteria { get; } = [];

    /// <summary>Stems of the title and of the request.</summary>
    public StemSet Subject { get; } = new();

    /// <summary>Stems of the whole ticket.</summary>
    public StemSet All { get; } = new();

    /// <summary>Stems of criteria.</summary>
    public StemSet OfCriteria { get; } = new();

    /// <summary>For a signal to compare words with.</summary>
    public StemSet Scratch { get; } = new();

    /// <summary>Forgets the ticket before.</summary>
    public void Clear()
    {
        Clear(Passages);
        Clear(Criteria);
        Subject.Clear();
        All.Clear();
        OfCriteria.Clear();
    }

    private static void Clear<T>(List<T> list)
    {
        list.Clear();
        if (list.Capacity > MostKept) list.Capacity = 0;
    }
}
