using System.Collections.Frozen;
using Vindex.Scoring.Reading;

namespace Vindex.Scoring.Judging;

/// <summary>What trackers call the kinds.</summary>
internal static class IssueTypes
{
    private static readonly FrozenDictionary<string, TicketKind> s_kinds = new Dictionary<string, TicketKind>(StringComparer.OrdinalIgnoreCase)
    {
        ["story"] = TicketKind.Story,
        ["user story"] = TicketKind.Story,
        ["bug"] = TicketKind.Bug,
        ["defect"] = TicketKind.Bug,
        ["incident"] = TicketKind.Bug,
        ["problem"] = TicketKind.Bug,
        ["feature"] = TicketKind.Feature,
        ["new feature"] = TicketKind.Feature,
        ["improvement"] = TicketKind.Feature,
        ["enhancement"] = TicketKind.Feature,
        ["feature request"] = TicketKind.Feature,
        ["suggestion"] = TicketKind.Feature,
        ["task"] = TicketKind.Task,
        ["technical task"] = TicketKind.Task,
        ["sub-task"] = TicketKind.Task,
        ["subtask"] = TicketKind.Task,
        ["chore"] = TicketKind.Task,
        ["maintenance"] = TicketKind.Task,
        ["documentation"] = TicketKind.Task,
        ["epic"] = TicketKind.Epic,
        ["initiative"] = TicketKind.Epic,
        ["theme"] = TicketKind.Epic,
        ["spike"] = TicketKind.Spike,
        ["research"] = TicketKind.Spike,
        ["question"] = TicketKind.Spike,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The kind that a tracker's type stands for; null when it stands for none.</summary>
    public static TicketKind? KindOf(string? issueType) => issueType is not null && s_kinds.TryGetValue(issueType.Trim(), out var kind) ? kind : null;
}
