namespace Vindex.Server.Feedback.Writing;

/// <summary>
/// A reference: <c>weave:///entity/project/{object|op}/name:digest</c>, optionally followed by a path, or
/// <c>weave:///entity/project/{call|agent_conversation|agent_turn}/id</c>.
/// </summary>
internal readonly ref struct FeedbackRef
{
    private const string Scheme = "weave:///";

    private FeedbackRef(RefKind kind, ReadOnlySpan<char> projectId, ReadOnlySpan<char> name, ReadOnlySpan<char> digest)
    {
        Kind = kind;
        ProjectId = projectId;
        Name = name;
        Digest = digest;
    }

    /// <summary>What it refers to; none if the text is not a reference.</summary>
    public RefKind Kind { get; }

    /// <summary>The project: <c>entity/project</c>.</summary>
    public ReadOnlySpan<char> ProjectId { get; }

    /// <summary>The name of the object or op, or the id of anything else.</summary>
    public ReadOnlySpan<char> Name { get; }

    /// <summary>The version of the object or op; empty for anything else.</summary>
    public ReadOnlySpan<char> Digest { get; }

    /// <summary>Reads a reference; its kind is none if the text is not a reference.</summary>
    public static FeedbackRef Read(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith(Scheme, StringComparison.Ordinal)) return default;
        var rest = text[Scheme.Length..];
        if (rest is [] or ['/', ..] or [.., '/'] || rest.Contains("//", StringComparison.Ordinal)) return default;
        var project = rest;
        Next(ref rest);
        Next(ref rest);
        project = project[..Math.Max(project.Length - rest.Length - 1, 0)];
        var kind = Next(ref rest) switch
        {
            "object" => RefKind.Object,
            "op" => RefKind.Op,
            "call" => RefKind.Call,
            "agent_conversation" => RefKind.Conversation,
            "agent_turn" => RefKind.Turn,
            _ => RefKind.None,
        };
        var last = Next(ref rest);
        if (kind == RefKind.None || last.IsEmpty) return default;
        if (kind is not (RefKind.Object or RefKind.Op)) return new FeedbackRef(kind, project, last, []);
        var colon = last.IndexOf(':');
        return colon > 0 && colon < last.Length - 1 ? new FeedbackRef(kind, project, last[..colon], last[(colon + 1)..]) : default;
    }

    // The part before the next slash; empty if there is none.
    private static ReadOnlySpan<char> Next(scoped ref ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOf('/');
        var part = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[(end + 1)..];
        return part;
    }
}

/// <summary>What a reference refers to.</summary>
[Flags]
internal enum RefKind
{
    None = 0,

    /// <summary>A version of an object.</summary>
    Object = 1,

    /// <summary>A version of an op.</summary>
    Op = 2,

    /// <summary>A call.</summary>
    Call = 4,

    /// <summary>A conversation with an agent.</summary>
    Conversation = 8,

    /// <summary>A turn of a conversation: a trace.</summary>
    Turn = 16,
}
