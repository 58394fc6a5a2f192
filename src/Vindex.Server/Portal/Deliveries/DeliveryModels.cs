using NodaTime;
using Vindex.Storage.Deliveries;

namespace Vindex.Server.Portal.Deliveries;

/// <summary>A status of deliveries as people read it.</summary>
/// <param name="Name">As it stands in addresses.</param>
/// <param name="Text">In words.</param>
/// <param name="Class">The class that colours it.</param>
public sealed record DeliveryWord(string Name, string Text, string Class)
{
    internal static DeliveryWord Of(Delivery delivery) =>
        delivery is { Status: DeliveryStatus.Pending, Attempts: > 0 } ? new("pending", "Trying again", "needs-review") : Of(delivery.Status);

    internal static DeliveryWord Of(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Pending => new("pending", "Waiting", "waits"),
        DeliveryStatus.Delivering => new("delivering", "Being sent", "waits"),
        DeliveryStatus.Delivered => new("delivered", "Delivered", "healthy"),
        DeliveryStatus.Failed => new("failed", "Failed", "at-risk"),
        DeliveryStatus.Superseded => new("superseded", "Superseded", "waits"),
        _ => new("disabled", "Stopped", "at-risk"),
    };
}

/// <summary>A delivery in a list.</summary>
/// <param name="Id">Its id, the <c>webhook-id</c>.</param>
/// <param name="Href">Its page.</param>
/// <param name="Word">Where it stands.</param>
/// <param name="Url">Where it goes.</param>
/// <param name="Host">The host of that.</param>
/// <param name="Customer">The customer's name.</param>
/// <param name="Answer">What came back last, in words.</param>
/// <param name="Tries">Attempts of this run.</param>
/// <param name="At">When it was made.</param>
/// <param name="Next">When it is tried next; null unless it waits.</param>
/// <param name="IsOver">Whether it has come to its end, so that it can be sent again.</param>
public sealed record DeliveryLine(
    string Id, string Href, DeliveryWord Word, string Url, string Host, string Customer, string Answer, int Tries, Moment At, Moment? Next, bool IsOver)
{
    internal static DeliveryLine Of(Delivery delivery, string customer, DateTimeZone zone) => new(
        delivery.Id,
        PortalPaths.Delivery(delivery.Id),
        DeliveryWord.Of(delivery),
        delivery.Url,
        Uri.TryCreate(delivery.Url, UriKind.Absolute, out var url) ? url.Authority : delivery.Url,
        customer,
        AnswerOf(delivery.LastStatusCode, delivery.LastResponseTimeMs, delivery.LastError),
        delivery.Attempts,
        Moment.Of(delivery.CreatedAt, zone),
        delivery.DueAt is { } due ? Moment.Of(due, zone) : null,
        delivery.IsFinished);

    internal static string AnswerOf(int? status, int? milliseconds, string? error) =>
        milliseconds is not { } time ? "not tried yet" : status is { } code ? $"{code} in {time} ms" : error ?? $"no answer in {time} ms";
}

/// <summary>One status in the row of choices.</summary>
/// <param name="Href">The list of it.</param>
/// <param name="Text">What it says.</param>
/// <param name="Count">How many; null where that is not counted.</param>
/// <param name="IsShown">Whether it is what is shown.</param>
public sealed record DeliveryChoice(string Href, string Text, long? Count, bool IsShown);

/// <summary>The page of deliveries.</summary>
/// <param name="Frame">What stands around it.</param>
/// <param name="Notice">What was just done.</param>
/// <param name="Choices">The statuses.</param>
/// <param name="Status">The status that is shown; null for all.</param>
/// <param name="CustomerId">The customer whose deliveries are shown; null for all.</param>
/// <param name="Customers">The company's customers, id and name.</param>
/// <param name="Failing">Those that failed last, on top of the list of all; empty elsewhere.</param>
/// <param name="Rows">The list, newest first.</param>
/// <param name="Older">Where the list goes on; null at its end.</param>
/// <param name="Newest">Where it begins; null at its beginning.</param>
/// <param name="MayReplay">Whether the reader may send them again.</param>
/// <param name="Here">This page's address, to come back to.</param>
/// <param name="Zone">The zone of the times.</param>
/// <param name="Errors">What is wrong with the address; the list is then empty.</param>
public sealed record DeliveriesModel(
    PortalFrame Frame,
    string? Notice,
    IReadOnlyList<DeliveryChoice> Choices,
    string? Status,
    string? CustomerId,
    IReadOnlyList<(string Id, string Name)> Customers,
    IReadOnlyList<DeliveryLine> Failing,
    IReadOnlyList<DeliveryLine> Rows,
    string? Older,
    string? Newest,
    bool MayReplay,
    string Here,
    string Zone,
    IReadOnlyList<string> Errors);

/// <summary>One attempt in the timeline.</summary>
/// <param name="Run">In which run.</param>
/// <param name="Number">Which of that run.</param>
/// <param name="At">When it began.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="StatusCode">The answer's status; null when none came.</param>
/// <param name="Excerpt">The beginning of the answer; null or empty for none.</param>
/// <param name="Error">What went wrong; null when it was taken.</param>
public sealed record AttemptModel(int Run, int Number, Moment At, int Milliseconds, int? StatusCode, string? Excerpt, string? Error);

/// <summary>The page of one delivery.</summary>
/// <param name="Frame">What stands around it.</param>
/// <param name="Notice">What was just done.</param>
/// <param name="Delivery">The delivery.</param>
/// <param name="Run">Which run it is in.</param>
/// <param name="Score">The page of the score that it tells of; null for a failed evaluation.</param>
/// <param name="SupersededBy">The page of the newer delivery that replaced it; null unless superseded.</param>
/// <param name="Attempts">Its attempts, newest first.</param>
/// <param name="Finished">When it came to its end; null until then.</param>
/// <param name="MayReplay">Whether the reader may send it again.</param>
public sealed record DeliveryModel(
    PortalFrame Frame,
    string? Notice,
    DeliveryLine Delivery,
    int Run,
    string? Score,
    string? SupersededBy,
    IReadOnlyList<AttemptModel> Attempts,
    Moment? Finished,
    bool MayReplay);
