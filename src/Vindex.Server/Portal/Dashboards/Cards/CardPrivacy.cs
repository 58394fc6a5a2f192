using Vindex.Server.Portal.Compare;
using Vindex.Server.Portal.Feedback;

namespace Vindex.Server.Portal.Dashboards.Cards;

/// <summary>Removes from cards what people with a link are not to see.</summary>
internal static class CardPrivacy
{
    /// <summary>A card without links into the portal, which they cannot open.</summary>
    /// <param name="content">The card.</param>
    /// <param name="hasTitles">Whether titles of tickets stay.</param>
    public static CardContent ForLink(CardContent content, bool hasTitles) => content switch
    {
        CardContent.Chart(var chart) => new CardContent.Chart(chart with
        {
            Rows = [.. chart.Rows.Select(row => row with { Href = null, ValueHrefs = [] })],
        }),
        CardContent.Fails(var items) => new CardContent.Fails([.. items.Select(item => item with { Href = "" })]),
        CardContent.Tickets(var items) => new CardContent.Tickets([.. items.Select(item => item with { Href = null, Title = hasTitles ? item.Title : null })]),
        CardContent.Groups groups => groups with { Content = Without(groups.Content) },
        CardContent.Table(var table) => new CardContent.Table(Without(table)),
        _ => content,
    };

    private static FeedbackTable Without(FeedbackTable table) => table with { Lines = [.. table.Lines.Select(line => line with { Href = null })] };

    private static CompareContent Without(CompareContent content) => content with
    {
        Groups = [.. content.Groups.Select(group => group with { Href = null, Fails = [.. group.Fails.Select(fail => fail with { Href = null })] })],
    };
}
