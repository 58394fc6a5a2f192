using System.Buffers;

namespace Vindex.Scoring.Judging;

/// <summary>A fast look whether a text could hold something that speaks to the judge, so that nearly all tickets are spared the thorough search.</summary>
internal static class InstructionHints
{
    private const int LongestUnbroken = 60;
    private const int LongText = 20_000;

    private static readonly SearchValues<string> s_hints = SearchValues.Create(
        [
            "ignore", "disregard", "forget", "override", "instruction", "prompt", "you are now", "pretend", "act as", "language model", "llm", "judge", "grader", "evaluator", "reviewer", "reviewed",
            "score", "rating", "rate this", "rate it", "rated", "/10", "out of 10", "out of ten", "ten out", "full marks", "perfect", "top mark", "invest", "negotiable", "testable", "estimable",
            "guideline", "guardrail", "lenient", "generous", "grade", "scoring", "points", "marks", " ai ", "excellent", "whoever", "do anything", "developer mode", "from now on",
            "real task", "respond", "told before", "approved", "void", "always return", "all dimensions", "10 for", "system:", "assistant:", "user:", "<|", "[inst", "<<sys", "</", "### system", "base64",
        ],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the thorough search is worth its time: a telling word, letters beyond ASCII, a very long word, or a very long text.</summary>
    public static bool MayHold(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return false;
        if (text.Length > LongText || text.ContainsAny(s_hints)) return true;
        var run = 0;
        foreach (var c in text)
        {
            if (c >= 128 && c is not ('’' or '‘' or '“' or '”' or '–' or '—' or '…' or '•' or '→' or ' ')) return true;
            run = c > ' ' ? run + 1 : 0;
            if (run > LongestUnbroken && !text.Contains("://", StringComparison.Ordinal)) return true;
        }

        return false;
    }
}
