using Vindex.Server.Views;

namespace Vindex.Server.Dashboards;

/// <summary>What a card shows: a part of a page.</summary>
/// <param name="Name">Its name in the API: the page and the part.</param>
/// <param name="Page">The page, whose filters are the card's.</param>
/// <param name="Title">The title of a card that has none of its own.</param>
internal sealed record CardKind(string Name, ViewPage Page, string Title)
{
    /// <summary>The average with its band and gate.</summary>
    public const string Average = "overview.average";

    /// <summary>The average over time.</summary>
    public const string Trend = "overview.trend";

    /// <summary>Bands over time.</summary>
    public const string Bands = "overview.bands";

    /// <summary>What fails most.</summary>
    public const string Fails = "overview.fails";

    /// <summary>The worst tickets.</summary>
    public const string Worst = "overview.worst";

    /// <summary>Averages of groups.</summary>
    public const string Groups = "compare.averages";

    /// <summary>What fails in each group.</summary>
    public const string Heat = "compare.fails";

    /// <summary>Feedback over time.</summary>
    public const string Series = "feedback.series";

    /// <summary>Feedback of the whole range.</summary>
    public const string Totals = "feedback.totals";

    /// <summary>How values are distributed.</summary>
    public const string Distribution = "feedback.distribution";

    /// <summary>The first tickets of a list.</summary>
    public const string Tickets = "tickets.list";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<CardKind> All { get; } =
    [
        Of(Average, "Average score"),
        Of(Trend, "Average over time"),
        Of(Bands, "Bands over time"),
        Of(Fails, "What fails most"),
        Of(Worst, "Worst tickets"),
        Of(Groups, "Averages compared"),
        Of(Heat, "What fails, compared"),
        Of(Series, "Feedback over time"),
        Of(Totals, "Feedback in total"),
        Of(Distribution, "Distribution of feedback"),
        Of(Tickets, "Tickets"),
    ];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(kind => kind.Name)];

    /// <summary>A kind by its name; null for none.</summary>
    public static CardKind? Find(string name) => All.FirstOrDefault(kind => kind.Name == name);

    private static CardKind Of(string name, string title) => new(name, ViewPage.Find(name.Split('.')[0])!, title);
}
