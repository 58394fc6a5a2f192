using System.Buffers;

namespace Vindex.Scoring.Rubric.Lexing;

/// <summary>Tokens in the order of reading, added in place. The memory is borrowed: a ticket's tokens are gone with its judgement.</summary>
internal sealed class TokenList : IDisposable
{
    private Token[] _tokens;

    /// <summary>A list with room for some tokens; it grows when there are more.</summary>
    public TokenList(int room = 16) => _tokens = ArrayPool<Token>.Shared.Rent(room);

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The token at a place.</summary>
    public ref Token this[int index] => ref _tokens[index];

    /// <summary>Adds an empty token and hands it out to be filled.</summary>
    public ref Token Add()
    {
        if (Count == _tokens.Length)
        {
            var larger = ArrayPool<Token>.Shared.Rent(Count * 2);
            _tokens.AsSpan().CopyTo(larger);
            ArrayPool<Token>.Shared.Return(_tokens);
            _tokens = larger;
        }

        ref var token = ref _tokens[Count++];
        token = default;
        return ref token;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        ArrayPool<Token>.Shared.Return(_tokens);
        _tokens = [];
        Count = 0;
    }
}
