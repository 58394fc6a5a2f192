namespace Vindex.Server.Feedback.Writing;

/// <summary>
/// A reference: <c>weave:///entity/project/{object|op}/name:digest</c>, optionally followed by a path, or <c>weave:///entity/project/call/id</c>.
/// </summary>
internal readonly ref struct FeedbackRef
{
    private const string Scheme = "weave:///";

    private FeedbackRef(RefKind kind, ReadOnlySpan<char> name)
    {
        Kind = kind;
        Name = name;
    }

    /// <summary>What it refers to; none if the text is not a reference.</summary>
    public RefKind Kind { get; }

    /// <summary>The name of the object or op, or the id of the call.</summary>
    public ReadOnlySpan<char> Name { get; }

    /// <summary>Reads a reference; its kind is none if the text is not a reference.</summary>
    public static FeedbackRef Read(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith(Scheme, StringComparison.Ordinal)) return default;
        var rest = text[Scheme.Length..];
        if (rest is [] or ['/', ..] or [.., '/'] || rest.Contains("//", StringComparison.Ordinal)) return default;
        Next(ref rest);
        Next(ref rest);
        var kind = Next(ref rest) switch
        {
            "object" => RefKind.Object,
            "op" => RefKind.Op,
            "call" => RefKind.Call,
            _ => RefKind.None,
        };
        var last = Next(ref rest);
        if (kind == RefKind.None || last.IsEmpty) return default;
        if (kind == RefKind.Call) return new FeedbackRef(kind, last);
        var colon = last.IndexOf(':');
        return colon > 0 && colon < last.Length - 1 ? new FeedbackRef(kind, last[..colon]) : default;
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
}
