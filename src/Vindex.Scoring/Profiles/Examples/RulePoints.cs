using Vindex.Scoring.Judging.Rules;

namespace Vindex.Scoring.Profiles.Examples;

/// <summary>How far each rule of one dimension moves each ticket at weight 1, beside people's ratings.</summary>
internal sealed class RulePoints(Dimension dimension)
{
    // What guards against tickets that say nothing or address the judge is not learned away.
    private static readonly string[] s_notLearned = [RuleNames.Other, RuleNames.Instructions, RuleNames.Cut, RuleNames.Empty, RuleNames.Stuffed];

    private readonly List<double[]> _points = [];
    private readonly List<double> _rest = [];

    /// <summary>The groups of rules whose weights are learned.</summary>
    public static IReadOnlyList<string> Groups { get; } = [.. RuleNames.Groups.Where(group => !s_notLearned.Contains(group))];

    public Dimension Dimension => dimension;

    /// <summary>The ids of the rules, in the order of <see cref="Groups"/>.</summary>
    public string[] Rules { get; } = [.. Groups.Select(group => RuleNames.Id(group, (int)dimension))];

    public int Count => _points.Count;

    /// <summary>Places of the tickets among all rated ones.</summary>
    public List<int> Tickets { get; } = [];

    public List<double> Ratings { get; } = [];

    /// <summary>Points of a ticket by rule.</summary>
    public double[] this[int ticket] => _points[ticket];

    /// <summary>Adds a ticket.</summary>
    /// <param name="place">Its place among all rated ones.</param>
    /// <param name="rating">Its rating.</param>
    /// <param name="sum">What its points add up to.</param>
    /// <param name="without">What they add up to without each of the rules.</param>
    public void Add(int place, double rating, double sum, double[] without)
    {
        double[] points = [.. without.Select(rest => Math.Round(sum - rest, 2))];
        _points.Add(points);
        _rest.Add(sum - points.Sum());
        Tickets.Add(place);
        Ratings.Add(rating);
    }

    /// <summary>What the rules of a ticket would have to add up to.</summary>
    public double Wanted(int ticket) => Ratings[ticket] - _rest[ticket];

    /// <summary>What a ticket's points add up to with the given weights.</summary>
    public double Sum(int ticket, ReadOnlySpan<double> weights)
    {
        var sum = _rest[ticket];
        var points = _points[ticket];
        for (var rule = 0; rule < points.Length; rule++) sum += weights[rule] * points[rule];
        return sum;
    }
}
