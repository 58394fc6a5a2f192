using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using NodaTime;
using NodaTime.Text;
using Vindex.Server.Alerts.Evaluation;
using Vindex.Server.Alerts.Rules;
using Vindex.Server.Languages;
using Vindex.Server.Web;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Alerts.Sending;

/// <summary>A ticket in a message, or an action of a digest.</summary>
/// <param name="Key">Its key, or what to do.</param>
/// <param name="Score">Its overall score, or in how many tickets to do it.</param>
/// <param name="Title">Its title; null if the channel leaves titles out.</param>
/// <param name="Url">Its page.</param>
internal sealed record LetterTicket(string Key, string Score, string? Title, string Url);

/// <summary>The texts of a message by e-mail, where they differ from those of chats.</summary>
/// <param name="Text">The plain text.</param>
/// <param name="Html">The same as HTML.</param>
/// <param name="Unsubscribe">Where recipients stop such messages without signing in; null where they cannot.</param>
internal sealed record MailParts(string Text, string Html, string? Unsubscribe);

/// <summary>What a message says, before it is put into the form of a channel.</summary>
/// <param name="Subject">The first line.</param>
/// <param name="Lines">The figure, the thresholds and the window.</param>
/// <param name="Tickets">The tickets behind the figure.</param>
/// <param name="Url">The page with exactly these tickets.</param>
internal sealed record AlertLetter(string Subject, IReadOnlyList<string> Lines, IReadOnlyList<LetterTicket> Tickets, string Url)
{
    private static readonly LocalDateTimePattern s_moment = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm");

    /// <summary>The list of all tickets of the figure; null for figures that are not about scores.</summary>
    public string? TicketsUrl { get; init; }

    /// <summary>Its texts by e-mail; null for <see cref="Text"/> alone.</summary>
    public MailParts? Mail { get; init; }

    /// <summary>The message about a change of level.</summary>
    /// <param name="notice">The change.</param>
    /// <param name="hasTitles">Whether it has the titles of tickets.</param>
    /// <param name="link">The public address of a path.</param>
    public static AlertLetter Of(AlertNotice notice, bool hasTitles, Func<string, string> link)
    {
        var key = notice.To > notice.From || notice.Step is not null ? AlertNames<AlertLevel>.Of(notice.To) : notice.To == AlertLevel.Ok ? "recovered" : "eased";
        List<string> lines = [FigureText.Of(notice), T("alerts.letter.thresholds", ("thresholds", FigureText.ThresholdsOf(notice.Rule)))];
        if (notice.Step is { } step) lines.Add(T("alerts.letter.step", ("step", FigureText.ValueOf(notice.Rule.Figure, step))));
        if (!notice.Rule.Figure.IsOfNow)
        {
            lines.Add(T(
                "alerts.letter.window",
                ("from", Moment(notice.WindowStart, notice)),
                ("until", Moment(notice.At, notice)),
                ("zone", notice.Rule.Schedule.Zone)));
        }

        return new AlertLetter(
            T($"alerts.letter.{key}", ("name", notice.Name)),
            lines,
            [.. notice.Tickets.Select(ticket => new LetterTicket(
                ticket.Key, ScoreOf(ticket), hasTitles ? ticket.Title : null, link(AlertPaths.Ticket(ticket.ScoreId))))],
            link(AlertPaths.Event(notice.EventId)))
        {
            TicketsUrl = AlertPaths.Tickets(notice) is { } tickets ? link(tickets) : null,
        };
    }

    /// <summary>A message that shows that a channel works.</summary>
    public static AlertLetter Test(string channel, Func<string, string> link) =>
        new(T("alerts.letter.test"), [T("alerts.letter.test-text", ("name", channel))], [], link(AlertPaths.Page));

    /// <summary>The message as plain text.</summary>
    public string Text =>
        string.Join('\n', [.. Lines, .. Tickets.Count > 0 ? (string[])["", T("alerts.letter.tickets")] : [], .. Tickets.Select(Line), "",
            .. TicketsUrl is { } all ? (string[])[$"{T("alerts.letter.all-tickets")}: {all}"] : [], Url, ""]);

    private static string ScoreOf(NoticeTicket ticket) => ticket.Overall.ToString("0.0", Language.Current.Culture);

    private static string Line(LetterTicket ticket) => ticket.Title is { } title ? $"- {ticket.Key} ({ticket.Score}): {title}" : $"- {ticket.Key} ({ticket.Score})";

    private static string Moment(DateTimeOffset at, AlertNotice notice) =>
        s_moment.Format(Instant.FromDateTimeOffset(at).InZone(DateTimeZoneProviders.Tzdb[notice.Rule.Schedule.Zone]).LocalDateTime);
}

/// <summary>Pages that messages link to.</summary>
internal static class AlertPaths
{
    public const string Page = "/app/alerts";

    public static string Event(string id) => $"{Page}/events/{id}";

    /// <summary>The list of exactly the scores that a figure is about, the worst first; null for figures that are not about scores.</summary>
    public static string? Tickets(AlertNotice notice)
    {
        var figure = notice.Rule.Figure;
        if (!figure.IsOfScores || (figure.Metric == AlertMetric.BelowGate && notice.GateTenths == 0)) return null;
        var isBestFirst = figure.Metric == AlertMetric.Average && notice.Rule.Direction == AlertDirection.Above;
        var query = new QueryBuilder
        {
            { "latest", "false" },
            { "since", Instants.Format(notice.WindowStart) },
            { "until", Instants.Format(notice.At) },
            { "sort", isBestFirst ? "overall_score" : "worst_first" },
        };
        if (figure.Metric == AlertMetric.FailRate) query.Add("fails", figure.Dimension!);
        if (figure.Metric == AlertMetric.BelowGate) query.Add("max", ((notice.GateTenths - 1) / 10m).ToString(CultureInfo.InvariantCulture));
        foreach (var (name, value) in Filters(figure))
        {
            if (value is not null) query.Add(name, value);
        }

        return "/app/tickets" + query;
    }

    public static string Ticket(string scoreId) => $"/app/tickets/{scoreId}";

    private static IEnumerable<(string Name, string? Value)> Filters(AlertFigure figure) =>
    [
        ("customer_id", figure.CustomerId), ("project", figure.Project), ("type", figure.Type), ("source", figure.Source), ("profile", figure.Profile),
        ("provider", figure.Provider), ("model", figure.Model),
    ];
}
