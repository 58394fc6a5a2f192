using System.Text.Json.Serialization;

namespace Vindex.Scoring.Reading;

/// <summary>What a ticket is, whatever the tracker calls it.</summary>
[JsonConverter(typeof(WireNames<TicketKind>))]
public enum TicketKind
{
    /// <summary>A request from a user's point of view.</summary>
    Story,

    /// <summary>A wish in other words.</summary>
    Feature,

    /// <summary>Something works differently from how it should.</summary>
    Bug,

    /// <summary>A chore: upgrade, refactoring, documentation, operations.</summary>
    Task,

    /// <summary>A question to be answered.</summary>
    Spike,

    /// <summary>A goal or container of many pieces.</summary>
    Epic,

    /// <summary>Empty, an unfilled template, filler text, a test entry, a pure log.</summary>
    NotATicket,
}
