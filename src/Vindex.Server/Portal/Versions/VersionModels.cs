using Vindex.Scoring;
using Vindex.Server.Languages;

namespace Vindex.Server.Portal.Versions;

/// <summary>One version of a ticket: one of its scores.</summary>
/// <param name="Id">The score.</param>
/// <param name="Number">1 for the oldest; null if there are more versions than are listed.</param>
/// <param name="OverallTenths">Its overall score.</param>
/// <param name="At">When it was scored.</param>
/// <param name="ChangeTenths">Change of the overall score from the previous version; null for the oldest listed.</param>
/// <param name="Changes">Changes of dimensions from the previous version, for example <c>Testable 3 → 7</c>.</param>
public sealed record TicketVersion(string Id, int? Number, int OverallTenths, Moment At, int? ChangeTenths, IReadOnlyList<string> Changes)
{
    /// <summary>Its page.</summary>
    public string Href => PortalPaths.Ticket(Id);

    /// <summary>Its name: <c>Version 2</c>, or the time of its score.</summary>
    public string Name => Number is { } number ? Texts.T("versions.version", ("number", number)) : At.Text;

    /// <summary>Its band.</summary>
    public Band Band => Bands.Of(OverallTenths);
}

/// <summary>The versions of a ticket around the one that is shown.</summary>
/// <param name="Shown">The version on the page.</param>
/// <param name="All">The newest versions, newest first.</param>
/// <param name="IsComplete">Whether these are all versions.</param>
public sealed record TicketVersions(TicketVersion Shown, IReadOnlyList<TicketVersion> All, bool IsComplete)
{
    private int Place => All.TakeWhile(version => version.Id != Shown.Id).Count();

    /// <summary>The newest version.</summary>
    public TicketVersion Latest => All[0];

    /// <summary>Whether a newer version than the shown one exists.</summary>
    public bool IsOutdated => Latest.Id != Shown.Id;

    /// <summary>The previous version; null for the oldest listed.</summary>
    public TicketVersion? Previous => Place + 1 < All.Count ? All[Place + 1] : null;

    /// <summary>The next version; null for the latest.</summary>
    public TicketVersion? Next => Place > 0 && Place < All.Count ? All[Place - 1] : null;
}
