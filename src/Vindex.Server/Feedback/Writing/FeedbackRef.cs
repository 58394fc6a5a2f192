namespace Vindex.Server.Feedback;

/// <summary>A reference: <c>weave:///entity/project/{object|op}/name:digest</c>, after which a path may follow, or <c>weave:///entity/project/call/id</c>.</summary>
/// <param name="Kind">What it refers to.</param>
/// <param name="Name">The object's or op's name, or the call's id.</param>
internal readonly record struct FeedbackRef(RefKind Kind, string Name)
{
    private const string Scheme = "weave:///";

    /// <summary>The reference; null when the text is none.</summary>
    public static FeedbackRef? Parse(string text)
    {
        if (!text.StartsWith(Scheme, StringComparison.Ordinal)) return null;
        var parts = text[Scheme.Length..].Split('/');
        if (parts.Length < 4 || parts.Any(part => part.Length == 0)) return null;
        if (parts[2] == "call") return new FeedbackRef(RefKind.Call, parts[3]);
        var colon = parts[3].IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || colon == parts[3].Length - 1) return null;
        return parts[2] switch
        {
            "object" => new FeedbackRef(RefKind.Object, parts[3][..colon]),
            "op" => new FeedbackRef(RefKind.Op, parts[3][..colon]),
            _ => null,
        };
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
