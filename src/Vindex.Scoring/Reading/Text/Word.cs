namespace Vindex.Scoring.Reading.Text;

/// <summary>A word with its hash.</summary>
/// <param name="Text">The word.</param>
/// <param name="Hash">Its hash; 0 for no word.</param>
internal readonly record struct Word(string Text, ulong Hash)
{
    /// <summary>Words with their hashes.</summary>
    public static Word[] Of(params ReadOnlySpan<string> texts)
    {
        var words = new Word[texts.Length];
        for (var i = 0; i < texts.Length; i++) words[i] = new(texts[i], WordHash.Of(texts[i]));
        return words;
    }
}
