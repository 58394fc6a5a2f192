using Vindex.Server.Languages;

namespace Vindex.Server.Portal.Tickets;

/// <summary>How many tickets or scores a list has.</summary>
/// <param name="Total">Without any filter.</param>
/// <param name="Matching">With the filter; null without one.</param>
/// <param name="IsMore">Whether more than <paramref name="Matching"/> match, because counting them all would take too long.</param>
public sealed record ListCount(long Total, long? Matching, bool IsMore = false)
{
    /// <summary>For example <c>12 of 74 tickets</c>.</summary>
    /// <param name="latest">Whether tickets are counted, or scores.</param>
    public string Text(bool latest) => Matching is { } matching
        ? Texts.T(IsMore ? "tickets.more-than" : "tickets.matching", ("matching", matching), ("all", Wording.Counted(Total, latest)))
        : Wording.Counted(Total, latest);
}
