using Vindex.Server.Portal.Compare;
using Vindex.Server.Portal.Feedback;
using Vindex.Server.Portal.Overview;

namespace Vindex.Server.Portal.Dashboards.Cards;

/// <summary>What a card shows.</summary>
public abstract record CardContent
{
    private CardContent()
    {
    }

    /// <summary>A chart with its table.</summary>
    /// <param name="Model">The chart.</param>
    public sealed record Chart(ChartModel Model) : CardContent;

    /// <summary>An average with its band and gate.</summary>
    /// <param name="Quality">The quality in the range.</param>
    /// <param name="Latest">Whether only the latest score of each ticket counts.</param>
    /// <param name="Days">Number of days.</param>
    public sealed record Average(QualityModel Quality, bool Latest, int Days) : CardContent;

    /// <summary>Failing dimensions.</summary>
    /// <param name="Items">Most frequent first.</param>
    public sealed record Fails(IReadOnlyList<FailModel> Items) : CardContent;

    /// <summary>Tickets.</summary>
    /// <param name="Items">The first ones.</param>
    public sealed record Tickets(IReadOnlyList<CardTicket> Items) : CardContent;

    /// <summary>Groups side by side.</summary>
    /// <param name="Content">The groups.</param>
    /// <param name="IsHeat">Whether their failures are shown, or their averages.</param>
    public sealed record Groups(CompareContent Content, bool IsHeat) : CardContent;

    /// <summary>A table of feedback.</summary>
    /// <param name="Content">The table.</param>
    public sealed record Table(FeedbackTable Content) : CardContent;

    /// <summary>Nothing, for a reason.</summary>
    /// <param name="Text">The reason.</param>
    public sealed record Nothing(string Text) : CardContent;
}

/// <summary>A ticket on a card.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Title">Its title; null if it is not to be shown.</param>
/// <param name="Href">Its page; null for no link.</param>
/// <param name="OverallTenths">Overall score in tenths.</param>
public sealed record CardTicket(string Key, string? Title, string? Href, int OverallTenths);

/// <summary>A card as shown.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">Its title.</param>
/// <param name="IsWide">Whether it has the whole width.</param>
/// <param name="Caption">What it is about: range and filters, in words.</param>
/// <param name="Href">The page that it is a part of; null for no link.</param>
/// <param name="CsvHref">The card as CSV.</param>
/// <param name="Content">What it shows.</param>
public sealed record CardModel(string Id, string Title, bool IsWide, string Caption, string? Href, string CsvHref, CardContent Content);
