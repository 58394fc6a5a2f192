namespace Vindex.Scoring.Rubric.Lexing;

/// <summary>What kind of thing a token is.</summary>
internal enum TokenKind : byte
{
    /// <summary>Letters, also with digits, inner apostrophes, hyphens or underscores.</summary>
    Word,

    /// <summary>A number, also with its unit stuck to it (<c>2MB</c>, <c>30%</c>).</summary>
    Number,

    /// <summary>A key of a tracker or a reference to an issue by number (<c>ABC-12</c>, <c>#12</c>, <c>!12</c>).</summary>
    Key,

    /// <summary>A web address.</summary>
    Link,

    /// <summary>One character that is none of these.</summary>
    Mark,
}

/// <summary>The grammatical forms that a word in a list can have; several where they look the same.</summary>
[Flags]
internal enum WordForm : byte
{
    None = 0,
    Base = 1,
    ThirdPerson = 2,
    Past = 4,
    Gerund = 8,
}

/// <summary>A word, number or mark in one field of the ticket.</summary>
internal struct Token
{
    /// <summary>First UTF-16 unit in the field's clean text.</summary>
    public int Start;

    /// <summary>One past the last UTF-16 unit.</summary>
    public int End;

    /// <summary>The word's number in the vocabulary; 0 for words that no list names.</summary>
    public int Word;

    /// <summary>Equal for words with the same stem ("filter", "filters", "filtering").</summary>
    public uint Stem;

    /// <summary>What the single word is evidence of.</summary>
    public Tag Tags;

    /// <summary>What phrases that begin here are evidence of.</summary>
    public Tag PhraseTags;

    /// <summary>Tokens in the longest phrase that begins here.</summary>
    public byte PhraseLength;

    /// <summary>What it is.</summary>
    public TokenKind Kind;

    /// <summary>The forms that it can be.</summary>
    public WordForm Form;

    /// <summary>For a mark: the character itself.</summary>
    public char Mark;

    /// <summary>The field that it stands in.</summary>
    public TicketField Field;

    /// <summary>Whether it stands between quotation marks: words on a screen or of another person, not the author's own.</summary>
    public bool Quoted;

    /// <summary>Whether a number carries its unit (<c>2MB</c>).</summary>
    public bool WithUnit;

    /// <summary>Whether the word or a phrase that begins here has one of the tags.</summary>
    public readonly bool Has(Tag tags) => ((Tags | PhraseTags) & tags) != Tag.None;

    /// <summary>Whether it says something by itself: a word that is no function word.</summary>
    public readonly bool IsContent => Kind == TokenKind.Word && (Tags & Tag.Stop) == Tag.None && End - Start > 1;
}
