namespace Vindex.Scoring.Reading;

/// <summary>The names of kinds and spans on the wire.</summary>
public static class ReadingNames
{
    private static readonly string[] s_kinds = ["story", "feature", "bug", "task", "spike", "epic", "not_a_ticket"];
    private static readonly string[] s_sources = ["text", "tracker"];
    private static readonly string[] s_spans = ["role", "reason", "criteria", "dependency", "prescribed", "vague", "several", "boilerplate"];

    /// <summary>The kinds, in the order of <see cref="TicketKind"/>.</summary>
    public static IReadOnlyList<string> Kinds => s_kinds;

    /// <summary>The types of spans, in the order of <see cref="SpanType"/>.</summary>
    public static IReadOnlyList<string> Spans => s_spans;

    /// <summary>The name of a kind, such as <c>not_a_ticket</c>.</summary>
    public static string Name(this TicketKind kind) => s_kinds[(int)kind];

    /// <summary>The name of the way a kind was recognised.</summary>
    public static string Name(this KindSource source) => s_sources[(int)source];

    /// <summary>The name of a type of span, such as <c>criteria</c>.</summary>
    public static string Name(this SpanType type) => s_spans[(int)type];
}

/// <summary>Kinds of tickets as people read them.</summary>
public static class KindNames
{
    /// <summary>A kind at the start of a line, such as <c>User story</c>.</summary>
    public static string Of(TicketKind kind) => kind switch
    {
        TicketKind.Story => "User story",
        TicketKind.Feature => "Feature request",
        TicketKind.Bug => "Bug report",
        TicketKind.Task => "Task",
        TicketKind.Spike => "Spike",
        TicketKind.Epic => "Epic",
        _ => "Not a ticket",
    };

    /// <summary>The kind of a ticket and how it was recognised, such as <c>Bug report, by its text</c>.</summary>
    public static string Of(ReadingSummary reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        return Of(reading.Kind) + (reading.KindSource == KindSource.Tracker ? ", as the tracker says" : ", by its text");
    }
}
