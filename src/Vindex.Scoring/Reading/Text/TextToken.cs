namespace Vindex.Scoring.Reading.Text;

/// <summary>What a token is.</summary>
internal enum TextTokenKind : byte
{
    /// <summary>A word.</summary>
    Word,

    /// <summary>A number or version.</summary>
    Number,

    /// <summary>An identifier, path, file name or call.</summary>
    Code,

    /// <summary>A web address.</summary>
    Link,

    /// <summary>A reference to another ticket: <c>ABC-12</c>, <c>#12</c>, <c>!12</c>.</summary>
    Key,

    /// <summary>A person: <c>@name</c>.</summary>
    Mention,

    /// <summary>A punctuation mark.</summary>
    Mark,
}

/// <summary>A word, number, identifier or mark in a field's clean text.</summary>
/// <param name="Start">First UTF-16 unit.</param>
/// <param name="End">One past the last.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Hash">Hash of the lower-case word, or of what stands for its kind (<c>_num_</c>).</param>
/// <param name="Classes">The word classes that it belongs to.</param>
internal readonly record struct TextToken(int Start, int End, TextTokenKind Kind, ulong Hash, ulong Classes)
{
    /// <summary>Whether it counts as a word when text is measured.</summary>
    public bool IsWordLike => Kind != TextTokenKind.Mark;

    /// <summary>The word, or what stands for a token that is no word.</summary>
    public ReadOnlySpan<char> NameIn(string clean) => Kind switch
    {
        TextTokenKind.Word or TextTokenKind.Mark => clean.AsSpan(Start, End - Start),
        TextTokenKind.Number => Hash == s_number ? "_num_" : "_ver_",
        TextTokenKind.Code => "_code_",
        TextTokenKind.Link => "_url_",
        TextTokenKind.Key => "_key_",
        _ => "_at_",
    };

    private static readonly ulong s_number = WordHash.Of("_num_");
}
