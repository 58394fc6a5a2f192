using Vindex.Storage.Scores;

namespace Vindex.Server.Alerts.Digests;

/// <summary>Sums the scores of a week, newest first: each ticket counts once, with its latest score of the week.</summary>
/// <param name="gateTenths">The quality gate, in tenths.</param>
internal sealed class DigestTally(int gateTenths)
{
    private readonly HashSet<(string Customer, string Ticket)> _seen = [];
    private readonly Dictionary<string, (int Tickets, long Tenths)> _projects = new(StringComparer.Ordinal);
    private readonly long[] _dimensions = new long[StoredDimensions.Names.Count];
    private long _tenths;
    private int _ready;

    /// <summary>The sums so far.</summary>
    public DigestSums Sums => new(_seen.Count, _tenths, _ready, [.. _dimensions]);

    /// <summary>Adds a score. False if its ticket has a later one in this week.</summary>
    public bool Add(ScoreItem score)
    {
        if (!_seen.Add((score.CustomerId, score.TicketId))) return false;
        _tenths += score.OverallTenths;
        if (score.OverallTenths >= gateTenths) _ready++;
        foreach (var (dimension, value) in score.Dimensions.Values.Index()) _dimensions[dimension] += value;
        var project = ProjectOf(score.TicketKey);
        var (tickets, tenths) = _projects.GetValueOrDefault(project);
        _projects[project] = (tickets + 1, tenths + score.OverallTenths);
        return true;
    }

    /// <summary>The projects whose average changed most since an earlier week, with a number of tickets in both weeks.</summary>
    public IReadOnlyList<DigestMover> MoversSince(DigestTally earlier, int fewest, int most) =>
    [
        .. _projects.Where(project => project.Key.Length > 0 && project.Value.Tickets >= fewest)
            .Where(project => earlier._projects.GetValueOrDefault(project.Key).Tickets >= fewest)
            .Select(project => new DigestMover(project.Key, project.Value.Tickets, Average(project.Value), Average(earlier._projects[project.Key])))
            .Where(mover => Math.Abs(mover.Average - mover.Before) >= 0.05)
            .OrderByDescending(mover => Math.Abs(mover.Average - mover.Before)).ThenBy(mover => mover.Name, StringComparer.Ordinal)
            .Take(most),
    ];

    /// <summary>The project of a key, as lists group by it (<see cref="ScoreGrouping.Project"/>); empty for none.</summary>
    public static string ProjectOf(string key)
    {
        var stem = key.TrimEnd(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
        return stem.Length == key.Length ? "" : stem.TrimEnd(['-', '#', '!']);
    }

    private static double Average((int Tickets, long Tenths) project) => project.Tenths / 10.0 / project.Tickets;
}
