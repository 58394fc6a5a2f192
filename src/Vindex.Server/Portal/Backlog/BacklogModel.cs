using Vindex.Server.Pages;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Backlog;

/// <summary>The page of a backlog as a whole.</summary>
/// <param name="Frame">What stands around it.</param>
/// <param name="CustomerId">The customer that is chosen; null for all.</param>
/// <param name="Project">The project that is chosen; null for all.</param>
/// <param name="Customers">The company's customers, id and name.</param>
/// <param name="Tickets">How many tickets were looked at.</param>
/// <param name="Total">How many the filters select.</param>
/// <param name="Duplicates">Tickets with nearly the same text.</param>
/// <param name="Conflicts">Tickets that ask for opposite things.</param>
/// <param name="Dependencies">Tickets that depend on another.</param>
/// <param name="Mentions">Tickets that name another without saying why.</param>
public sealed record BacklogModel(
    PortalFrame Frame,
    string? CustomerId,
    string? Project,
    IReadOnlyList<(string Id, string Name)> Customers,
    int Tickets,
    long Total,
    IReadOnlyList<Relation> Duplicates,
    IReadOnlyList<Relation> Conflicts,
    IReadOnlyList<Relation> Dependencies,
    IReadOnlyList<Relation> Mentions)
{
    /// <summary>Whether the list is narrowed.</summary>
    public bool IsFiltered => CustomerId is not null || Project is not null;

    /// <summary>The sections in the order of the page.</summary>
    public IReadOnlyList<(string Id, string Title, string Meaning, IReadOnlyList<Relation> Relations)> Sections =>
    [
        ("conflicts", T("backlog.conflicts"), T("backlog.conflicts-what"), Conflicts),
        ("duplicates", T("backlog.duplicates"), T("backlog.duplicates-what"), Duplicates),
        ("dependencies", T("backlog.dependencies"), T("backlog.dependencies-what"), Dependencies),
        ("mentions", T("backlog.mentions"), T("backlog.mentions-what"), Mentions),
    ];
}
