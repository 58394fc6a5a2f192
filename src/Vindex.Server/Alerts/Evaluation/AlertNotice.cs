using Vindex.Server.Alerts.Rules;

namespace Vindex.Server.Alerts.Evaluation;

/// <summary>A ticket behind a figure.</summary>
/// <param name="ScoreId">Its score.</param>
/// <param name="Key">Its key.</param>
/// <param name="Title">Its title.</param>
/// <param name="Overall">Its overall score.</param>
internal sealed record NoticeTicket(string ScoreId, string Key, string Title, double Overall);

/// <summary>A change of level with what was behind it at the time, as history keeps it and messages say it.</summary>
/// <param name="EventId">The change.</param>
/// <param name="AlertId">The rule.</param>
/// <param name="Name">The rule's name.</param>
/// <param name="From">The level before.</param>
/// <param name="To">The level now.</param>
/// <param name="Rule">The rule, as it was evaluated.</param>
/// <param name="Measure">What was measured.</param>
/// <param name="Before">The figure of the window before this one; null without data.</param>
/// <param name="At">The instant of the evaluation: the end of the window.</param>
/// <param name="Tickets">The five worst tickets of the window; empty for figures that are not about scores.</param>
internal sealed record AlertNotice(
    string EventId,
    string AlertId,
    string Name,
    AlertLevel From,
    AlertLevel To,
    AlertRule Rule,
    AlertMeasure Measure,
    double? Before,
    DateTimeOffset At,
    IReadOnlyList<NoticeTicket> Tickets)
{
    /// <summary>The step that was reached; null for thresholds and for recovery.</summary>
    public int? Step { get; init; }

    /// <summary>The quality gate at the time, in tenths; 0 for figures that do not depend on it.</summary>
    public int GateTenths { get; init; }

    /// <summary>The start of the window.</summary>
    public DateTimeOffset WindowStart => At - TimeSpan.FromHours(Rule.WindowHours);
}
