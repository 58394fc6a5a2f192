namespace Vindex.Scoring.Untrusted;

/// <summary>One word of a text as the patterns see it.</summary>
/// <param name="Start">First UTF-16 unit.</param>
/// <param name="End">One past the last.</param>
/// <param name="Word">Its number in the vocabulary of the patterns; 0 when it is not in it.</param>
/// <param name="LooksLike">The number of the word that its letters look like, or of the speaker's mark that it stands in; 0 for none.</param>
/// <param name="Traits">How it stands in the text.</param>
internal readonly record struct FoldedWord(int Start, int End, int Word, int LooksLike, WordTraits Traits)
{
    public bool Has(WordTraits trait) => (Traits & trait) != WordTraits.None;
}

/// <summary>How a word stands in the text.</summary>
[Flags]
internal enum WordTraits
{
    None = 0,

    /// <summary>Begins a sentence; no match crosses this.</summary>
    Sentence = 1,

    /// <summary>Begins a line, or follows a colon.</summary>
    Line = 2,

    /// <summary>A figure.</summary>
    Number = 4,

    /// <summary>Held invisible, ornamental or spaced-out letters.</summary>
    Disguised = 8,

    /// <summary>Stands where a reader does not see it.</summary>
    Hidden = 16,

    /// <summary>What it looks like is a speaker's mark.</summary>
    Speaker = 32,
}
