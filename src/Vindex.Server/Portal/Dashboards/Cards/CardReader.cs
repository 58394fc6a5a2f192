using Microsoft.AspNetCore.WebUtilities;
using NodaTime;
using Vindex.Server.Dashboards;
using Vindex.Server.Portal.Compare;
using Vindex.Server.Portal.Feedback;
using Vindex.Server.Portal.Overview;
using Vindex.Server.Scores;
using Vindex.Server.Web;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Dashboards.Cards;

/// <summary>A card's content, and what it is about.</summary>
/// <param name="Caption">Range and filters, in words.</param>
/// <param name="Content">The content.</param>
internal sealed record ReadCard(string Caption, CardContent Content);

/// <summary>Reads cards with the services of the pages that they are parts of, so that both have the same numbers.</summary>
internal sealed class CardReader(
    OverviewReader overview, CompareReader compare, FeedbackSettings settings, FeedbackExplorer explorer, TicketCards tickets, TimeProvider time)
{
    private static string NoScores => T("cards.no-scores");

    /// <summary>Reads cards. Those with the same page and filters are read once.</summary>
    /// <param name="visit">Who asks.</param>
    /// <param name="cards">The cards.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<IReadOnlyList<ReadCard>> ReadAsync(PortalContext visit, IReadOnlyList<DashboardCard> cards, CancellationToken cancellationToken)
    {
        var known = new Dictionary<(string Page, string Query), CardQuestion>();
        var read = new List<ReadCard>();
        foreach (var card in cards)
        {
            var kind = CardKind.Find(card.Kind)!;
            var key = (kind.Page.Name, card.Query);
            if (!known.TryGetValue(key, out var question)) known.Add(key, question = new CardQuestion(visit, card.Query));
            read.Add(await ReadAsync(question, kind.Name, cancellationToken));
        }

        return read;
    }

    private async Task<ReadCard> ReadAsync(CardQuestion question, string kind, CancellationToken cancellationToken) => kind switch
    {
        CardKind.Groups or CardKind.Heat => await CompareAsync(question, kind == CardKind.Heat, cancellationToken),
        CardKind.Series or CardKind.Totals or CardKind.Distribution => await FeedbackAsync(question, kind, cancellationToken),
        CardKind.Tickets => Checked(question, await tickets.ReadAsync(question.Visit, question.Reader, cancellationToken)),
        _ => await OverviewAsync(question, kind, cancellationToken),
    };

    private async Task<ReadCard> OverviewAsync(CardQuestion question, string kind, CancellationToken cancellationToken)
    {
        var asked = OverviewQuestion.Read(question.Parameters, question.Reader, Today(question), question.Visit.Zone);
        var content = question.Overview ??= await overview.ReadAsync(question.Visit, asked, cancellationToken);
        return Checked(question, new ReadCard(Caption(asked.Range, asked.Zone, Counting(asked.Latest)), content.Quality is not { } quality
            ? new CardContent.Nothing(NoScores)
            : kind switch
            {
                CardKind.Trend => new CardContent.Chart(content.Trend),
                CardKind.Bands => new CardContent.Chart(content.BandsOverTime),
                CardKind.Fails => content.Fails.Count == 0
                    ? new CardContent.Nothing(T(asked.Latest ? "overview.no-fails.ticket" : "overview.no-fails.score"))
                    : new CardContent.Fails(content.Fails),
                CardKind.Worst => new CardContent.Tickets([.. content.Worst.Select(row => new CardTicket(row.Key, row.Title, row.Href, row.OverallTenths))]),
                _ => new CardContent.Average(quality, asked.Latest, asked.Range.Days),
            }));
    }

    private async Task<ReadCard> CompareAsync(CardQuestion question, bool isHeat, CancellationToken cancellationToken)
    {
        var asked = CompareQuestion.Read(question.Parameters, question.Reader, Today(question), question.Visit.Zone);
        var content = question.Compare ??= await compare.ReadAsync(question.Visit, asked, cancellationToken);
        var caption = Caption(asked.Range, asked.Zone, T($"cards.by.{FieldNames.Parameter(asked.Field)}"), Counting(asked.Latest));
        return Checked(question, new ReadCard(
            content.Left is { } left ? $"{caption}. {left}" : caption,
            content.Groups.Count == 0 ? new CardContent.Nothing(NoScores) : new CardContent.Groups(content, isHeat)));
    }

    private async Task<ReadCard> FeedbackAsync(CardQuestion question, string kind, CancellationToken cancellationToken)
    {
        var visit = question.Visit;
        var asked = FeedbackQuestion.Read(question.Parameters, question.Errors, Today(question));
        if (question.Feedback is null)
        {
            if (await settings.OfAsync(visit, asked, isOpen: true, cancellationToken) is not { } setting || setting.Question.Path.Length == 0)
                return new ReadCard("", new CardContent.Nothing(T("cards.no-project")));
            question.Feedback = (setting.Asked, await explorer.AnswerAsync(visit, setting.Asked, cancellationToken));
        }

        var (shown, outcome) = question.Feedback.Value;
        string[] details =
        [
            T("cards.path-of", ("path", shown.Path), ("project", shown.Project)),
            .. shown.GroupBy.Length > 0 ? [T("cards.by-fields", ("fields", shown.GroupBy))] : Array.Empty<string>(),
        ];
        var caption = Caption(shown.Range, visit.Zone, [.. details, .. shown.Latest && shown.IsAboutScores ? [Counting(latest: true)] : Array.Empty<string>()]);
        if (outcome is ExplorerOutcome.Refused(var reason)) return new ReadCard(caption, new CardContent.Nothing(T("cards.refused", ("reason", reason))));
        var answer = ((ExplorerOutcome.Answered)outcome).Answer;
        CardContent content = answer.Rows == 0 ? new CardContent.Nothing(T("cards.no-feedback"))
            : kind == CardKind.Series ? new CardContent.Chart(answer.Chart)
            : kind == CardKind.Totals ? new CardContent.Table(answer.Totals)
            : answer.Distribution is { } distribution ? new CardContent.Table(distribution)
            : new CardContent.Nothing(T("cards.no-distribution"));
        return Checked(question, new ReadCard(answer.Notes.Count > 0 ? $"{caption}. {string.Join(" ", answer.Notes)}" : caption, content));
    }

    // Filters were valid when the card was pinned, but pages change.
    private static ReadCard Checked(CardQuestion question, ReadCard card) => question.Errors.Any
        ? card with { Content = new CardContent.Nothing(T("cards.invalid")) }
        : card;

    private LocalDate Today(CardQuestion question) => Calendar.Today(time, question.Visit.Zone);

    private static string Counting(bool latest) => T(latest ? "cards.latest" : "cards.every");

    private static string Caption(DayRange range, DateTimeZone zone, params IReadOnlyList<string> more) =>
        string.Join(" · ", [T("overview.from-to", ("from", NumericDay.Text(range.From)), ("to", NumericDay.Text(range.To))), .. more, zone.Id]);
}

/// <summary>A page's question, shared by the cards that have it.</summary>
internal sealed class CardQuestion
{
    public CardQuestion(PortalContext visit, string query)
    {
        Parameters = new QueryCollection(QueryHelpers.ParseQuery(query));
        Visit = Parameters["timezone"] is [{ } id, ..] && DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) is { } zone ? visit with { Zone = zone } : visit;
    }

    /// <summary>The filters.</summary>
    public IQueryCollection Parameters { get; }

    /// <summary>Who asks, in the time zone of the filters.</summary>
    public PortalContext Visit { get; }

    /// <summary>What is wrong with the filters.</summary>
    public FieldErrors Errors { get; } = new();

    /// <summary>Reads the filters.</summary>
    public QueryReader Reader => new(Parameters, Errors);

    /// <summary>The overview with these filters, once it is read.</summary>
    public OverviewContent? Overview { get; set; }

    /// <summary>The comparison, once it is read.</summary>
    public CompareContent? Compare { get; set; }

    /// <summary>The answer about feedback, once it is read.</summary>
    public (FeedbackQuestion Question, ExplorerOutcome Outcome)? Feedback { get; set; }
}
