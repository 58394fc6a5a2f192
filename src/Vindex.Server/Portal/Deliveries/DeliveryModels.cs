using NodaTime;
using Vindex.Server.Callbacks;
using Vindex.Server.Callbacks.Sending;
using Vindex.Storage.Deliveries;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Deliveries;

/// <summary>A delivery status as shown to users.</summary>
/// <param name="Name">Value in URLs.</param>
/// <param name="Text">Text.</param>
/// <param name="Class">CSS class.</param>
public sealed record DeliveryStatusText(string Name, string Text, string Class)
{
    internal static DeliveryStatusText Of(Delivery delivery) =>
        delivery is { Status: DeliveryStatus.Pending, Attempts: > 0 }
            ? new("pending", T("deliveries.state.retrying"), "needs-review")
            : Of(delivery.Status);

    internal static DeliveryStatusText Of(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Pending => new("pending", T("deliveries.state.pending"), "waits"),
        DeliveryStatus.Delivering => new("delivering", T("deliveries.state.delivering"), "waits"),
        DeliveryStatus.Delivered => new("delivered", T("deliveries.state.delivered"), "healthy"),
        DeliveryStatus.Failed => new("failed", T("deliveries.state.failed"), "at-risk"),
        DeliveryStatus.Superseded => new("superseded", T("deliveries.state.superseded"), "waits"),
        _ => new("disabled", T("deliveries.state.disabled"), "at-risk"),
    };
}

/// <summary>A delivery in a list.</summary>
/// <param name="Id">Its id, the <c>webhook-id</c>.</param>
/// <param name="Href">Its page.</param>
/// <param name="Word">Status.</param>
/// <param name="Key">Key of the ticket.</param>
/// <param name="Title">Title of the ticket; null if it is not known any more.</param>
/// <param name="IsTest">Whether it is a test.</param>
/// <param name="Url">Target URL, with possible credentials masked.</param>
/// <param name="Host">Host of the URL.</param>
/// <param name="Customer">The customer's name.</param>
/// <param name="Answer">Last response, as text.</param>
/// <param name="Tries">Attempts in this run.</param>
/// <param name="At">Creation time.</param>
/// <param name="Next">Time of the next attempt; null if none is due.</param>
/// <param name="IsOver">Whether it is finished and can be replayed.</param>
public sealed record DeliveryLine(
    string Id,
    string Href,
    DeliveryStatusText Word,
    string Key,
    string? Title,
    bool IsTest,
    string Url,
    string Host,
    string Customer,
    string Answer,
    int Tries,
    Moment At,
    Moment? Next,
    bool IsOver)
{
    internal static DeliveryLine Of(ListedDelivery listed, string customer, DateTimeZone zone)
    {
        var delivery = listed.Delivery;
        return new DeliveryLine(
            delivery.Id,
            PortalPaths.Delivery(delivery.Id),
            DeliveryStatusText.Of(delivery),
            listed.Ticket.Key,
            listed.Ticket.Title,
            delivery.IsTest,
            MaskedUrl.Of(delivery.Url),
            HostOf(delivery),
            customer,
            AnswerOf(delivery),
            delivery.Attempts,
            Moment.Of(delivery.CreatedAt, zone),
            delivery.DueAt is { } due ? Moment.Of(due, zone) : null,
            delivery.IsFinished);
    }

    /// <summary>Host of the target URL.</summary>
    internal static string HostOf(Delivery delivery) => Uri.TryCreate(delivery.Url, UriKind.Absolute, out var url) ? url.Authority : "";

    /// <summary>The last response, as text.</summary>
    internal static string AnswerOf(Delivery delivery) => delivery switch
    {
        { LastResponseTimeMs: null } => T("deliveries.not-attempted"),
        { LastStatusCode: { } code } => T("deliveries.answer", ("status", code), ("milliseconds", $"{delivery.LastResponseTimeMs}")),
        { LastError: { } error } => Translated(error),
        _ => T("deliveries.no-answer", ("milliseconds", $"{delivery.LastResponseTimeMs}")),
    };
}

/// <summary>A status filter.</summary>
/// <param name="Href">URL of the filtered list.</param>
/// <param name="Text">Text.</param>
/// <param name="Count">Number of deliveries; null if not counted.</param>
/// <param name="IsShown">Whether it is selected.</param>
public sealed record DeliveryChoice(string Href, string Text, long? Count, bool IsShown);

/// <summary>The list, which is fetched again while something on it is under way.</summary>
/// <param name="Failing">The latest failures; empty in a list of one status.</param>
/// <param name="Rows">The others, newest first.</param>
/// <param name="IsAll">Whether it is the first page of everything: if it is empty, there is nothing yet.</param>
/// <param name="Older">URL of the next page; null on the last one.</param>
/// <param name="Newest">URL of the first page; null on the first one.</param>
/// <param name="MayReplay">Whether the user may replay deliveries.</param>
/// <param name="Live">How it is fetched again.</param>
public sealed record DeliveryListModel(
    IReadOnlyList<DeliveryLine> Failing, IReadOnlyList<DeliveryLine> Rows, bool IsAll, string? Older, string? Newest, bool MayReplay, LivePart Live);

/// <summary>The page of deliveries.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Notice">Message about the last action.</param>
/// <param name="Choices">The statuses.</param>
/// <param name="Status">Selected status; null for all.</param>
/// <param name="CustomerId">Selected customer; null for all.</param>
/// <param name="Customers">The company's customers, id and name.</param>
/// <param name="List">The list.</param>
/// <param name="Endpoints">The installations that a test can be sent to, id and name; empty if the user may not.</param>
/// <param name="Replay">URL of the preview of a replay.</param>
/// <param name="Here">URL of this page, to return to.</param>
/// <param name="Zone">Time zone of the times.</param>
/// <param name="Errors">Errors in the URL; the list is then empty.</param>
public sealed record DeliveriesModel(
    PortalFrame Frame,
    string? Notice,
    IReadOnlyList<DeliveryChoice> Choices,
    string? Status,
    string? CustomerId,
    IReadOnlyList<(string Id, string Name)> Customers,
    DeliveryListModel List,
    IReadOnlyList<(string Id, string Name)> Endpoints,
    string Replay,
    string Here,
    string Zone,
    IReadOnlyList<string> Errors);

/// <summary>One attempt in the timeline.</summary>
/// <param name="Run">Number of the run.</param>
/// <param name="Number">Number of the attempt within the run.</param>
/// <param name="At">When it began.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="StatusCode">Status of the response; null if there was none.</param>
/// <param name="Excerpt">Beginning of the response body; null or empty if there is none.</param>
/// <param name="Error">Error; null if it was delivered.</param>
/// <param name="Url">The URL it was sent to, with possible credentials masked; null if that was not recorded.</param>
/// <param name="Sent">The headers that were sent; null if nothing was sent or that was not recorded.</param>
/// <param name="Received">Headers of the response; null if there was none or that was not recorded.</param>
public sealed record AttemptModel(
    int Run,
    int Number,
    Moment At,
    int Milliseconds,
    int? StatusCode,
    string? Excerpt,
    string? Error,
    string? Url,
    IReadOnlyList<KeyValuePair<string, string>>? Sent,
    IReadOnlyList<KeyValuePair<string, string>>? Received)
{
    internal static AttemptModel Of(DeliveryAttempt attempt, DateTimeZone zone) => new(
        attempt.Run,
        attempt.Number,
        Moment.Of(attempt.StartedAt, zone),
        attempt.ResponseTimeMs,
        attempt.StatusCode,
        attempt.ResponseExcerpt,
        attempt.Error,
        attempt.Url is null ? null : MaskedUrl.Of(attempt.Url),
        HeaderLines.Read(attempt.RequestHeaders),
        HeaderLines.Read(attempt.ResponseHeaders));
}

/// <summary>State and attempts of a delivery, which are fetched again while it is under way.</summary>
/// <param name="Line">The delivery.</param>
/// <param name="Run">Number of the current run.</param>
/// <param name="SupersededBy">The page of the newer delivery that replaced it; null unless superseded.</param>
/// <param name="Attempts">Its attempts, newest first.</param>
/// <param name="Finished">When it ended; null until then.</param>
/// <param name="MayReplay">Whether the user may replay it.</param>
/// <param name="Live">How it is fetched again.</param>
public sealed record DeliveryPartModel(
    DeliveryLine Line, int Run, string? SupersededBy, IReadOnlyList<AttemptModel> Attempts, Moment? Finished, bool MayReplay, LivePart Live);

/// <summary>The page of one delivery.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Notice">Message about the last action.</param>
/// <param name="Part">State and attempts.</param>
/// <param name="Score">Page of the score it reports; null if there is none.</param>
/// <param name="Body">What every attempt sends.</param>
/// <param name="EndpointId">The installation it goes to; null if it goes to a request's own URL.</param>
public sealed record DeliveryModel(PortalFrame Frame, string? Notice, DeliveryPartModel Part, string? Score, SentBody Body, string? EndpointId);
