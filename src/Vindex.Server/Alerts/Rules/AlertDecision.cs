namespace Vindex.Server.Alerts.Rules;

/// <summary>What an evaluation measured.</summary>
/// <param name="Value">What is compared with the thresholds: the figure, or its change in percent; null without data.</param>
/// <param name="Figure">The figure; null without data.</param>
/// <param name="Baseline">The mean of the weeks before; null if they are not compared, or without data.</param>
internal readonly record struct AlertMeasure(double? Value, double? Figure, double? Baseline)
{
    /// <summary>No data.</summary>
    public static AlertMeasure None => default;

    /// <summary>A figure that is compared itself.</summary>
    public static AlertMeasure Of(double? figure) => new(figure, figure, null);

    /// <summary>
    /// A figure that is compared with those of the weeks before. At least half of the weeks must have data, and their mean must not be 0; otherwise there is
    /// nothing to compare with.
    /// </summary>
    public static AlertMeasure Of(double? figure, IReadOnlyList<double?> weeks)
    {
        var known = weeks.OfType<double>().ToList();
        if (known.Count == 0 || known.Count * 2 < weeks.Count) return new AlertMeasure(null, figure, null);
        var mean = known.Average();
        return new AlertMeasure(figure is { } value && mean != 0 ? (value - mean) / Math.Abs(mean) * 100 : null, figure, mean);
    }
}

/// <summary>What is known of a rule after an evaluation.</summary>
/// <param name="Level">The level.</param>
/// <param name="Pending">The level that it will change to if the figure stays as it is for long enough; null for none.</param>
/// <param name="PendingSince">Since when.</param>
/// <param name="Measure">The last measure.</param>
/// <param name="EvaluatedAt">The instant of the last evaluation; null before the first.</param>
/// <param name="ChangedAt">Since when it has the level; null if it never had another.</param>
/// <param name="Problem">Why the last evaluation could not measure; null if it could.</param>
internal sealed record AlertState(
    AlertLevel Level,
    AlertLevel? Pending,
    DateTimeOffset? PendingSince,
    AlertMeasure Measure,
    DateTimeOffset? EvaluatedAt,
    DateTimeOffset? ChangedAt,
    string? Problem)
{
    /// <summary>The last step that was reported since the level was ok; null for none.</summary>
    public int? Step { get; init; }

    /// <summary>Before the first evaluation.</summary>
    public static AlertState New { get; } = new(AlertLevel.Ok, null, null, AlertMeasure.None, null, null, null);
}

/// <summary>A change of level.</summary>
/// <param name="From">The level before.</param>
/// <param name="To">The level now.</param>
/// <param name="IsReported">Whether channels are told.</param>
/// <param name="Step">The step that was reached; null for thresholds and for recovery.</param>
internal sealed record AlertChange(AlertLevel From, AlertLevel To, bool IsReported, int? Step = null);

/// <summary>Decides what follows an evaluation. A pure function of the rule, what was known, the instant and what was measured then.</summary>
internal static class AlertDecision
{
    /// <summary>
    /// The state after an evaluation, and the change of level, if any. A figure that has been worse than the level for long enough changes the level to the
    /// mildest that it had in this time, so that a figure that alternates between warning and alert is reported as a warning at least; the same holds for one
    /// that is better.
    /// </summary>
    public static (AlertState State, AlertChange? Change) Decide(
        AlertRule rule, AlertState state, DateTimeOffset at, AlertMeasure measure, string? problem = null)
    {
        var measured = state with { Measure = measure, EvaluatedAt = at, Problem = problem };
        if (rule.Steps is { } steps) return problem is null ? OfSteps(rule, steps, measured, at) : (measured, null);
        var target = problem is not null ? state.Level : measure.Value is { } value ? rule.LevelOf(value) : rule.NoData switch
        {
            NoDataLevel.Ok => AlertLevel.Ok,
            NoDataLevel.Alert => AlertLevel.Alert,
            _ => state.Level,
        };
        if (target == state.Level) return (measured with { Pending = null, PendingSince = null }, null);

        var isSameRun = state.Pending is { } pending && pending > state.Level == target > state.Level;
        var since = isSameRun ? state.PendingSince!.Value : at;
        var mildest = !isSameRun ? target : Nearest(state.Level, state.Pending!.Value, target);
        if (at - since < TimeSpan.FromMinutes(rule.ForMinutes)) return (measured with { Pending = mildest, PendingSince = since }, null);
        var changed = measured with { Level = mildest, Pending = null, PendingSince = null, ChangedAt = at };
        return (changed, new AlertChange(state.Level, mildest, mildest > state.Level || rule.Recovers));
    }

    // A step is reported once until the figure is below the first one again. Of several that are reached at once, the highest is.
    private static (AlertState State, AlertChange? Change) OfSteps(AlertRule rule, IReadOnlyList<int> steps, AlertState state, DateTimeOffset at)
    {
        if (state.Measure.Value is null && rule.NoData == NoDataLevel.Keep) return (state, null);
        var value = state.Measure.Value ?? (rule.NoData == NoDataLevel.Alert ? steps[^1] : double.NegativeInfinity);
        if (value < steps[0])
        {
            var ended = state with { Level = AlertLevel.Ok, Step = null, ChangedAt = state.Level == AlertLevel.Ok ? state.ChangedAt : at };
            return (ended, state.Level == AlertLevel.Ok ? null : new AlertChange(state.Level, AlertLevel.Ok, rule.Recovers));
        }

        var reached = steps.Last(step => value >= step);
        if (reached <= state.Step) return (state, null);
        var level = reached == steps[^1] ? AlertLevel.Alert : AlertLevel.Warning;
        return (state with { Level = level, Step = reached, ChangedAt = at }, new AlertChange(state.Level, level, IsReported: true, reached));
    }

    private static AlertLevel Nearest(AlertLevel level, AlertLevel one, AlertLevel other) => one > level ? Min(one, other) : Max(one, other);

    private static AlertLevel Min(AlertLevel one, AlertLevel other) => one < other ? one : other;

    private static AlertLevel Max(AlertLevel one, AlertLevel other) => one > other ? one : other;
}
