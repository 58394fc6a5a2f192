namespace Vindex.Storage.Jobs;

/// <summary>
/// Whose job is leased next, as a pure function of the line of companies: each company gets one job before any gets a second. The store asks for a job of
/// <see cref="Next"/> and reports with <see cref="Leased"/> or <see cref="HasNone"/>; simulations do the same. Not thread-safe.
/// </summary>
public sealed class CompanyTurns
{
    private readonly List<string> _line;
    private readonly Dictionary<string, int> _served = new(StringComparer.Ordinal);
    private int _left;
    private int _at;

    /// <summary>Starts a lease.</summary>
    /// <param name="line">Companies with waiting jobs, the one that was served longest ago first.</param>
    /// <param name="count">How many jobs to lease at most.</param>
    public CompanyTurns(IEnumerable<string> line, int count)
    {
        _line = [.. line];
        _left = count;
    }

    /// <summary>How many jobs of each company were leased; companies without any are left out.</summary>
    public IReadOnlyDictionary<string, int> Served => _served;

    /// <summary>The company to lease a job of; null when there is no room or no company left.</summary>
    public string? Next() => _left == 0 || _line.Count == 0 ? null : _line[_at];

    /// <summary>A job of <see cref="Next"/> was leased.</summary>
    public void Leased()
    {
        _served[_line[_at]] = _served.GetValueOrDefault(_line[_at]) + 1;
        _left--;
        _at = (_at + 1) % _line.Count;
    }

    /// <summary><see cref="Next"/> has no job that can be leased now.</summary>
    public void HasNone()
    {
        _line.RemoveAt(_at);
        if (_at == _line.Count) _at = 0;
    }
}
