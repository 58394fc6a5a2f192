using NodaTime;
using Vindex.Server.Alerts.Sending;
using Vindex.Server.Languages;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Alerts.Digests;

/// <summary>A figure of a digest.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Change">The change against the week before; null if that has none.</param>
public sealed record DigestRow(string Label, string Value, string? Change);

/// <summary>An action of a digest.</summary>
/// <param name="Text">What to do.</param>
/// <param name="Detail">In how many tickets, and what it adds.</param>
/// <param name="Url">The page with exactly these tickets.</param>
public sealed record DigestLink(string Text, string Detail, string Url);

/// <summary>What a digest says, in words of one language.</summary>
/// <param name="Subject">The first line.</param>
/// <param name="Period">The week.</param>
/// <param name="Figures">Average, tickets, shares.</param>
/// <param name="Dimensions">The averages of the dimensions.</param>
/// <param name="Movers">The projects that changed most.</param>
/// <param name="Actions">The actions with the most lift.</param>
/// <param name="Url">The page of the digest.</param>
public sealed record DigestLetter(
    string Subject,
    string Period,
    IReadOnlyList<DigestRow> Figures,
    IReadOnlyList<DigestRow> Dimensions,
    IReadOnlyList<DigestRow> Movers,
    IReadOnlyList<DigestLink> Actions,
    string Url)
{
    /// <summary>Where a recipient switches the digest off without signing in; null where there is no such link.</summary>
    public string? Unsubscribe { get; init; }

    /// <summary>The letter, in the language that is current.</summary>
    /// <param name="content">What it says.</param>
    /// <param name="company">The name of the company.</param>
    /// <param name="zone">The reader's time zone.</param>
    /// <param name="issueId">The issue that it is.</param>
    /// <param name="link">The public address of a path.</param>
    internal static DigestLetter Of(DigestContent content, string company, string zone, string issueId, Func<string, string> link)
    {
        var (now, earlier) = (content.Now, content.Earlier);
        var (from, until) = (Moment(content.Week.From, zone), Moment(content.Week.Until, zone));
        var subject = content.Now.Average() is { } average
            ? T("digests.subject", ("company", company), ("average", DigestNumbers.Score(average)))
            : T("digests.subject-empty", ("company", company));
        return new DigestLetter(
            content.IsTest ? T("digests.subject-test", ("subject", subject)) : subject,
            T("digests.period", ("from", from), ("until", until), ("zone", zone)),
            content.IsEmpty() ? [] : [.. FiguresOf(content)],
            content.IsEmpty()
                ? []
                : [
                    .. Vindex.Scoring.Dimensions.Names.Select((name, i) => new DigestRow(
                        T($"dimension.{name}"), DigestNumbers.Score(now.AverageOf(i)!.Value), DigestNumbers.Points(now.AverageOf(i), earlier.AverageOf(i)))),
                ],
            [
                .. content.Movers.Select(mover => new DigestRow(
                    T("digests.mover", ("count", mover.Tickets), ("project", mover.Name)), DigestNumbers.Score(mover.Average), DigestNumbers.Points(mover.Average, mover.Before))),
            ],
            [
                .. content.Actions.Select((action, i) => new DigestLink(
                    action.Text, DigestNumbers.Detail(action), link(DigestPaths.Action(issueId, i + 1)))),
            ],
            link(DigestPaths.Issue(issueId)));
    }

    /// <summary>The letter as plain text.</summary>
    public string Text
    {
        get
        {
            List<string> lines = [Period, ""];
            if (Figures.Count == 0) lines.Add(T("digests.empty"));
            lines.AddRange(Figures.Select(Line));
            Section("digests.dimensions", Dimensions.Select(Line));
            Section("digests.movers", Movers.Select(Line));
            Section("digests.actions", Actions.SelectMany((action, i) => (string[])[$"{i + 1}. {action.Text}", $"   {action.Detail}", $"   {action.Url}"]));
            lines.AddRange(["", $"{T("alerts.letter.open")}: {Url}"]);
            if (Unsubscribe is { } link) lines.AddRange(["", $"{T("digests.unsubscribe")}: {link}"]);
            return string.Join('\n', [.. lines, ""]);

            void Section(string heading, IEnumerable<string> parts)
            {
                List<string> found = [.. parts];
                if (found.Count > 0) lines.AddRange(["", T(heading), .. found]);
            }
        }
    }

    /// <summary>The week and its figures.</summary>
    internal IReadOnlyList<string> Lines
    {
        get
        {
            List<string> lines = [Period];
            if (Figures.Count == 0) lines.Add(T("digests.empty"));
            lines.AddRange(Figures.Select(Line));
            if (Dimensions.Count > 0) lines.Add($"{T("digests.dimensions")} {string.Join(" · ", Dimensions.Select(Line))}");
            if (Movers.Count > 0) lines.Add($"{T("digests.movers")} {string.Join(" · ", Movers.Select(Line))}");
            return lines;
        }
    }

    /// <summary>The letter as a message to a channel.</summary>
    internal AlertLetter ToAlertLetter(string html)
    {
        List<string> lines = [.. Lines];
        if (Actions.Count > 0) lines.Add(T("digests.actions"));
        return new AlertLetter(Subject, lines, [.. Actions.Select((action, i) => new LetterTicket($"{i + 1}. {action.Text}", action.Detail, null, action.Url))], Url)
        {
            Mail = new MailParts(Text, html, Unsubscribe),
        };
    }

    private static IEnumerable<DigestRow> FiguresOf(DigestContent content)
    {
        var (now, earlier) = (content.Now, content.Earlier);
        var gate = DigestNumbers.Score(content.GateTenths / 10.0);
        yield return new DigestRow(T("digests.average"), DigestNumbers.Score(now.Average()!.Value), DigestNumbers.Points(now.Average(), earlier.Average()));
        yield return new DigestRow(T("digests.tickets"), DigestNumbers.Whole(now.Tickets), DigestNumbers.Whole(now.Tickets, earlier.Tickets));
        yield return new DigestRow(
            T("digests.ready", ("gate", gate)), DigestNumbers.Percent(now.ReadyPercent()!.Value), DigestNumbers.PercentPoints(now.ReadyPercent(), earlier.ReadyPercent()));
        yield return new DigestRow(
            T("digests.below", ("gate", gate)), DigestNumbers.Percent(100 - now.ReadyPercent()!.Value),
            DigestNumbers.PercentPoints(100 - now.ReadyPercent(), 100 - earlier.ReadyPercent()));
    }

    private static string Line(DigestRow row) => row.Change is { } change
        ? T("digests.row-change", ("label", row.Label), ("value", row.Value), ("change", change))
        : T("digests.row", ("label", row.Label), ("value", row.Value));

    private static string Moment(DateTimeOffset at, string zone) => Dates.Text(Instant.FromDateTimeOffset(at).InZone(DateTimeZoneProviders.Tzdb[zone]));
}

/// <summary>Numbers as the reader's language writes them.</summary>
internal static class DigestNumbers
{
    /// <summary>An average score.</summary>
    public static string Score(double value) => value.ToString("0.0", Language.Current.Culture);

    /// <summary>A whole number.</summary>
    public static string Whole(int value) => value.ToString("#,0", Language.Current.Culture);

    /// <summary>A share.</summary>
    public static string Percent(double value) => T("alerts.values.percent", ("value", value.ToString("0", Language.Current.Culture)));

    /// <summary>The change of an average; null if one is missing.</summary>
    public static string? Points(double? value, double? before) => value - before is { } change ? Signed(change, "+0.0;−0.0;±0") : null;

    /// <summary>The change of a number.</summary>
    public static string Whole(int value, int before) => Signed(value - before, "+#,0;−#,0;±0");

    /// <summary>The change of a share, in percentage points; null if one is missing.</summary>
    public static string? PercentPoints(double? value, double? before) => value - before is { } change
        ? T("digests.percentage-points", ("value", Signed(change, "+0;−0;±0")))
        : null;

    /// <summary>In how many tickets an action occurs, and what it adds to each on average.</summary>
    public static string Detail(DigestAction action) =>
        T("digests.action", ("count", action.Tickets), ("lift", Signed(action.Lift / action.Tickets, "+0.0;−0.0;+0.0")));

    private static string Signed(double value, string format) => value.ToString(format, Language.Current.Culture);
}

/// <summary>Pages that digests link to.</summary>
internal static class DigestPaths
{
    public const string Own = "/app/digest";
    public const string Issues = "/app/digests";
    public const string Unsubscribe = "/unsubscribe";

    public static string Issue(string id) => $"{Issues}/{id}";

    /// <summary>The tickets of an action, counted from 1.</summary>
    public static string Action(string issueId, int number) => $"{Issues}/{issueId}/actions/{number}";
}
