using NodaTime;
using NodaTime.Text;
using Vindex.Server.Alerts.Evaluation;
using Vindex.Server.Alerts.Rules;

namespace Vindex.Server.Alerts.Sending;

/// <summary>A ticket in a message.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Score">Its overall score.</param>
/// <param name="Title">Its title; null if the channel leaves titles out.</param>
/// <param name="Url">Its page.</param>
internal sealed record LetterTicket(string Key, string Score, string? Title, string Url);

/// <summary>What a message says, before it is put into the form of a channel.</summary>
/// <param name="Subject">The first line.</param>
/// <param name="Lines">The figure, the thresholds and the window.</param>
/// <param name="Tickets">The tickets behind the figure.</param>
/// <param name="Url">The page with exactly these tickets.</param>
internal sealed record AlertLetter(string Subject, IReadOnlyList<string> Lines, IReadOnlyList<LetterTicket> Tickets, string Url)
{
    private static readonly LocalDateTimePattern s_moment = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm");

    /// <summary>The message about a change of level.</summary>
    /// <param name="notice">The change.</param>
    /// <param name="hasTitles">Whether it has the titles of tickets.</param>
    /// <param name="link">The public address of a path.</param>
    public static AlertLetter Of(AlertNotice notice, bool hasTitles, Func<string, string> link)
    {
        var word = notice.To > notice.From ? notice.To == AlertLevel.Alert ? "Alert" : "Warning" : notice.To == AlertLevel.Ok ? "Recovered" : "Eased to warning";
        List<string> lines = [FigureText.Of(notice), "Thresholds: " + FigureText.ThresholdsOf(notice.Rule)];
        if (!notice.Rule.Figure.IsOfNow) lines.Add($"Window: {Moment(notice.WindowStart, notice)} to {Moment(notice.At, notice)} ({notice.Rule.Schedule.Zone})");
        return new AlertLetter(
            $"{word}: {notice.Name}",
            lines,
            [.. notice.Tickets.Select(ticket => new LetterTicket(
                ticket.Key, FigureText.ValueOf(notice.Rule.Figure with { Metric = AlertMetric.Average }, ticket.Overall), hasTitles ? ticket.Title : null,
                link(AlertPaths.Ticket(ticket.ScoreId))))],
            link(AlertPaths.Event(notice.EventId)));
    }

    /// <summary>A message that shows that a channel works.</summary>
    public static AlertLetter Test(string channel, Func<string, string> link) =>
        new("Test of alerts", [$"This is a test of the channel \"{channel}\". Alerts will look like this, with figures and tickets."], [], link(AlertPaths.Page));

    /// <summary>The message as plain text.</summary>
    public string Text =>
        string.Join('\n', [.. Lines, .. Tickets.Count > 0 ? (string[])["", "Worst tickets:"] : [], .. Tickets.Select(Line), "", Url, ""]);

    private static string Line(LetterTicket ticket) => ticket.Title is { } title ? $"- {ticket.Key} ({ticket.Score}): {title}" : $"- {ticket.Key} ({ticket.Score})";

    private static string Moment(DateTimeOffset at, AlertNotice notice) =>
        s_moment.Format(Instant.FromDateTimeOffset(at).InZone(DateTimeZoneProviders.Tzdb[notice.Rule.Schedule.Zone]).LocalDateTime);
}

/// <summary>Pages that messages link to.</summary>
internal static class AlertPaths
{
    public const string Page = "/app/alerts";

    public static string Event(string id) => $"{Page}/events/{id}";

    public static string Ticket(string scoreId) => $"/app/tickets/{scoreId}";
}
