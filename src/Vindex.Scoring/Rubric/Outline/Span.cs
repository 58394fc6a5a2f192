namespace Vindex.Scoring.Rubric.Outline;

/// <summary>A range of tokens; empty by default.</summary>
internal readonly record struct Span(int First, int End)
{
    /// <summary>Whether it holds no token.</summary>
    public bool IsEmpty => End <= First;

    /// <summary>How many tokens it has.</summary>
    public int Length => Math.Max(End - First, 0);

    /// <summary>Whether it contains a token.</summary>
    public bool Contains(int token) => token >= First && token < End;
}
