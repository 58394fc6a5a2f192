using System.Globalization;

namespace Vindex.EndToEnd.Histories;

/// <summary>What a client knows about its request.</summary>
public enum CallOutcome
{
    /// <summary>The server confirmed it: whatever it did is durable.</summary>
    Acknowledged,

    /// <summary>The server refused it: it did nothing.</summary>
    Refused,

    /// <summary>No response, or 503: it may have happened, or may still happen.</summary>
    Unknown,
}

/// <summary>One request of a client. Times are since the start of the run.</summary>
/// <param name="Number">Names it in findings.</param>
/// <param name="Company">Whose credential it had.</param>
/// <param name="Node">Which server it was sent to.</param>
/// <param name="Start">Just before it was sent.</param>
/// <param name="End">When the response had been read, or given up.</param>
/// <param name="Outcome">What the client knows.</param>
/// <param name="Status">Status of the response; 0 for none.</param>
/// <param name="Foreign">Text of another company that the response contained; null for none.</param>
public sealed record Call(
    int Number,
    string Company,
    string Node,
    TimeSpan Start,
    TimeSpan End,
    CallOutcome Outcome = CallOutcome.Acknowledged,
    int Status = 200,
    string? Foreign = null);

/// <summary>A request with what it asked for and what was answered.</summary>
public abstract record Operation(Call Call)
{
    /// <summary>Whether it was confirmed.</summary>
    public bool IsAcknowledged => Call.Outcome == CallOutcome.Acknowledged;

    /// <summary>Whether it may take effect.</summary>
    public bool IsPossible => Call.Outcome != CallOutcome.Refused;

    /// <summary>Whose credential it had.</summary>
    public string Company => Call.Company;

    /// <summary>What it asked for, in words.</summary>
    protected abstract string What { get; }

    /// <summary>For findings: number, request, server, times and outcome.</summary>
    public sealed override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"#{Call.Number} {What} ({Call.Company}, {Call.Node}, {Call.Start.TotalSeconds:0.000}–{Call.End.TotalSeconds:0.000} s, {Call.Outcome} {Call.Status})");
}

/// <summary>A ticket was sent for scoring. Each idempotency key has a ticket of its own.</summary>
/// <param name="Call">The request.</param>
/// <param name="Ticket">The ticket.</param>
/// <param name="Key">Its idempotency key.</param>
/// <param name="Body">Which of several bodies was sent with this key.</param>
/// <param name="ScoreId">The score of the response.</param>
/// <param name="Answer">The response, or a hash of it.</param>
public sealed record TicketScored(Call Call, string Ticket, string Key, string Body, string? ScoreId = null, string? Answer = null) : Operation(Call)
{
    /// <inheritdoc/>
    protected override string What => $"score {Ticket} with key {Key} → {ScoreId ?? "none"}";
}

/// <summary>A score was asked for by its id.</summary>
public sealed record ScoreRead(Call Call, string ScoreId, bool IsFound) : Operation(Call)
{
    /// <inheritdoc/>
    protected override string What => $"read score {ScoreId} → {(IsFound ? "found" : "missing")}";
}

/// <summary>The number of the company's scores was asked for.</summary>
public sealed record ScoresCounted(Call Call, long Count) : Operation(Call)
{
    /// <inheritdoc/>
    protected override string What => $"count scores → {Count}";
}

/// <summary>An event about a ticket was sent. The events of one ticket are sent one after the other.</summary>
/// <param name="Call">The request.</param>
/// <param name="Ticket">The ticket.</param>
/// <param name="Version">How many events of the ticket were sent before.</param>
/// <param name="Job">The job of the response.</param>
public sealed record EventSent(Call Call, string Ticket, int Version, string? Job = null) : Operation(Call)
{
    /// <inheritdoc/>
    protected override string What => $"event {Version} of {Ticket} → {Job ?? "none"}";
}

/// <summary>A row of feedback was written. Each row has one writer, which waits for the response before it writes the row again.</summary>
/// <param name="Call">The request.</param>
/// <param name="Type">The row's type.</param>
/// <param name="Row">Its id.</param>
/// <param name="Value">Its number, greater than any that it had before.</param>
public sealed record RowWritten(Call Call, string Type, string Row, long Value) : Operation(Call)
{
    /// <inheritdoc/>
    protected override string What => $"write {Type} {Row} = {Value}";
}

/// <summary>A row was purged by its writer.</summary>
public sealed record RowPurged(Call Call, string Type, string Row) : Operation(Call)
{
    /// <inheritdoc/>
    protected override string What => $"purge {Type} {Row}";
}

/// <summary>A row was asked for; null if it was not there.</summary>
public sealed record RowRead(Call Call, string Type, string Row, long? Value) : Operation(Call)
{
    /// <inheritdoc/>
    protected override string What => $"read {Type} {Row} → {Value?.ToString(CultureInfo.InvariantCulture) ?? "missing"}";
}

/// <summary>Statistics of a type were asked for.</summary>
public sealed record StatisticsAsked(Call Call, string Type, long Count, long Sum) : Operation(Call)
{
    /// <inheritdoc/>
    protected override string What => $"statistics of {Type} → {Count} rows, sum {Sum}";
}

/// <summary>What happened to an API key.</summary>
public enum KeyAction
{
    /// <summary>It was created.</summary>
    Created,

    /// <summary>A request was sent with it.</summary>
    Used,

    /// <summary>It was revoked.</summary>
    Revoked,
}

/// <summary>An API key was created, used or revoked. A use that the key did not admit is refused with 401.</summary>
public sealed record KeyTouched(Call Call, string Key, KeyAction Action) : Operation(Call)
{
    /// <inheritdoc/>
    protected override string What => $"key {Key} {Action}";
}

/// <summary>Something was asked for, and not answered. Why not is all that matters.</summary>
public sealed record QuestionUnanswered(Call Call, string Address) : Operation(Call)
{
    /// <inheritdoc/>
    protected override string What => $"ask {Address}";
}

/// <summary>Something of another company was asked for by its id; the server must refuse.</summary>
public sealed record ForeignAsked(Call Call, string Id) : Operation(Call)
{
    /// <inheritdoc/>
    protected override string What => $"ask for {Id} of another company";
}
