namespace Vindex.Scoring.Rubric.Lexing;

/// <summary>Tokens in the order of reading, added in place.</summary>
internal sealed class TokenList
{
    private Token[] _tokens = new Token[256];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The token at a place.</summary>
    public ref Token this[int index] => ref _tokens[index];

    /// <summary>Adds an empty token and hands it out to be filled.</summary>
    public ref Token Add()
    {
        if (Count == _tokens.Length) Array.Resize(ref _tokens, Count * 2);
        return ref _tokens[Count++];
    }
}
