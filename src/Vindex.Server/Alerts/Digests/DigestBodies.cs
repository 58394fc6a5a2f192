using Vindex.Server.Languages;
using Vindex.Storage.Digests;

namespace Vindex.Server.Alerts.Digests;

/// <summary>The tag of a language of the pages.</summary>
internal sealed class LanguageTagAttribute() : AlertChoiceAttribute([.. Language.All.Select(language => language.Tag)]);

/// <summary>When and how a reader gets the digest.</summary>
/// <param name="Enabled">Whether it is sent.</param>
/// <param name="Day">The day of the week: 1 is Monday, 7 is Sunday.</param>
/// <param name="At">The local time.</param>
/// <param name="Timezone">IANA time zone.</param>
/// <param name="SkipEmpty">Whether weeks without scores are left out.</param>
/// <param name="Language">The language; that of the channel for channels.</param>
internal sealed record DigestBody(
    bool Enabled, [WholeNumber(1, 7)] int Day, [TimeOfDay] string At, [Line(64)] string Timezone, bool SkipEmpty, [LanguageTag] string? Language = null);

/// <summary>The digest of a reader.</summary>
/// <param name="Reader">Who gets it: <c>person</c>, <c>channel</c> or <c>webhooks</c>.</param>
/// <param name="ChannelId">The channel; null for others.</param>
/// <param name="Settings">When and how.</param>
/// <param name="DueAt">When the next one is due; null while it is switched off.</param>
/// <param name="ChangedAt">When it was last changed.</param>
internal sealed record DigestItemBody(string Reader, string? ChannelId, DigestBody Settings, DateTimeOffset? DueAt, DateTimeOffset ChangedAt)
{
    public static DigestItemBody Of(Digest digest)
    {
        var plan = DigestDocuments.Plan(digest);
        var (reader, isPerson) = (digest.Reader, digest.Reader.UserId is not null);
        return new DigestItemBody(
            isPerson ? "person" : reader.ChannelId is not null ? "channel" : "webhooks",
            reader.ChannelId,
            new DigestBody(
                digest.DueAt is not null, plan.Day, TimeOfDayAttribute.TextOf(plan.AtMinute), plan.Zone, plan.SkipsEmpty, isPerson ? plan.Language : null),
            digest.DueAt,
            digest.ChangedAt);
    }
}

/// <summary>Digests of a company.</summary>
/// <param name="Items">The digests.</param>
internal sealed record DigestListBody(IReadOnlyList<DigestItemBody> Items);

/// <summary>An action of a digest that is not stored.</summary>
/// <param name="Rule">The rule that recommends it.</param>
/// <param name="Text">The recommendation.</param>
/// <param name="Tickets">How many tickets have it.</param>
/// <param name="Lift">What it would add to the overall scores of these tickets, altogether.</param>
internal sealed record DigestPreviewActionBody(string Rule, string Text, int Tickets, double Lift);

/// <summary>What a digest would say about the last seven days.</summary>
/// <param name="From">Seven days ago, by the clocks of the time zone.</param>
/// <param name="Until">Now.</param>
/// <param name="Subject">The first line.</param>
/// <param name="Lines">The figures in words.</param>
/// <param name="Week">The figures of the seven days.</param>
/// <param name="WeekBefore">Those of the seven days before.</param>
/// <param name="Movers">The projects that changed most.</param>
/// <param name="Actions">The actions with the most lift.</param>
internal sealed record DigestPreviewBody(
    DateTimeOffset From,
    DateTimeOffset Until,
    string Subject,
    IReadOnlyList<string> Lines,
    DigestWeekBody Week,
    DigestWeekBody WeekBefore,
    IReadOnlyList<DigestMoverBody> Movers,
    IReadOnlyList<DigestPreviewActionBody> Actions)
{
    public static DigestPreviewBody Of((DigestContent Content, DigestLetter Letter) preview)
    {
        var (content, letter) = preview;
        return new DigestPreviewBody(
            content.Week.From,
            content.Week.Until,
            letter.Subject,
            letter.Lines,
            DigestWeekBody.Of(content.Now),
            DigestWeekBody.Of(content.Earlier),
            [.. content.Movers.Select(DigestMoverBody.Of)],
            [.. content.Actions.Select(action => new DigestPreviewActionBody(action.Rule, action.Text, action.Tickets, Math.Round(action.Lift, 2)))]);
    }
}

/// <summary>An action of a digest.</summary>
/// <param name="Rule">The rule that recommends it.</param>
/// <param name="Text">The recommendation.</param>
/// <param name="Tickets">How many tickets have it.</param>
/// <param name="Lift">What it would add to the overall scores of these tickets, altogether.</param>
/// <param name="Url">The page with exactly these tickets.</param>
internal sealed record DigestActionBody(string Rule, string Text, int Tickets, double Lift, string Url);

/// <summary>A project whose average changed.</summary>
/// <param name="Project">Its name.</param>
/// <param name="Tickets">Its tickets in this week.</param>
/// <param name="Average">Their average.</param>
/// <param name="Before">The average in the week before.</param>
internal sealed record DigestMoverBody(string Project, int Tickets, double Average, double Before)
{
    public static DigestMoverBody Of(DigestMover mover) => new(mover.Name, mover.Tickets, Math.Round(mover.Average, 2), Math.Round(mover.Before, 2));
}

/// <summary>The figures of a week.</summary>
/// <param name="Tickets">Tickets that were scored, each with its latest score of the week.</param>
/// <param name="Average">The average of their overall scores; null without tickets.</param>
/// <param name="ReadyPercent">The share that reaches the quality gate, in percent; null without tickets.</param>
/// <param name="Dimensions">The averages of the dimensions; null without tickets.</param>
internal sealed record DigestWeekBody(int Tickets, double? Average, double? ReadyPercent, IReadOnlyDictionary<string, double?> Dimensions)
{
    public static DigestWeekBody Of(DigestSums sums) => new(
        sums.Tickets,
        Rounded(sums.Average()),
        Rounded(sums.ReadyPercent()),
        Vindex.Scoring.Dimensions.Names.Index().ToDictionary(
            dimension => dimension.Item, dimension => Rounded(sums.AverageOf(dimension.Index)), StringComparer.Ordinal));

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 2) : null;
}

/// <summary>The weekly digest, as webhooks get it.</summary>
/// <param name="IssueId">Its id.</param>
/// <param name="From">The start of the week.</param>
/// <param name="Until">The end of the week.</param>
/// <param name="Text">The digest in words.</param>
/// <param name="Week">The figures of the week.</param>
/// <param name="WeekBefore">Those of the week before.</param>
/// <param name="Movers">The projects that changed most.</param>
/// <param name="Actions">The actions with the most lift.</param>
/// <param name="Url">The page of the digest.</param>
internal sealed record DigestEventBody(
    string IssueId,
    DateTimeOffset From,
    DateTimeOffset Until,
    string Text,
    DigestWeekBody Week,
    DigestWeekBody WeekBefore,
    IReadOnlyList<DigestMoverBody> Movers,
    IReadOnlyList<DigestActionBody> Actions,
    string Url)
{
    public static DigestEventBody Of(DigestIssue issue, DigestLetter letter)
    {
        var content = DigestDocuments.Content(issue);
        return new DigestEventBody(
            issue.Id,
            content.Week.From,
            content.Week.Until,
            letter.Text,
            DigestWeekBody.Of(content.Now),
            DigestWeekBody.Of(content.Earlier),
            [.. content.Movers.Select(DigestMoverBody.Of)],
            [
                .. content.Actions.Zip(letter.Actions).Select(pair => new DigestActionBody(
                    pair.First.Rule, pair.First.Text, pair.First.Tickets, Math.Round(pair.First.Lift, 2), pair.Second.Url)),
            ],
            letter.Url);
    }
}
