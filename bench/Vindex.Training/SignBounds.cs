using Vindex.Scoring;

namespace Vindex.Training;

/// <summary>Which way evidence may move a score, set by hand: a learned weight of the wrong sign is noise, and no one could explain it.</summary>
internal static class SignBounds
{
    private const double Any = double.PositiveInfinity;

    /// <summary>The least and the largest weight of a signal for a dimension.</summary>
    public static (double Low, double High) Of(string signal, int dimension)
    {
        var group = signal[..signal.IndexOf('/', StringComparison.Ordinal)];
        return (group, (Dimension)dimension) switch
        {
            ("role" or "reason", Dimension.Valuable) => (0, Any),
            ("criteria", Dimension.Testable or Dimension.Estimable) => (0, Any),
            ("expected" or "steps", Dimension.Testable or Dimension.Estimable) => (0, Any),
            ("environment", Dimension.Estimable) => (0, Any),
            ("dependency", _) => (-Any, 0),
            ("prescribed", Dimension.Negotiable) => (-Any, 0),
            ("vague", _) => (-Any, 0),
            ("several", Dimension.Small or Dimension.Independent or Dimension.Estimable) => (-Any, 0),
            ("template" or "trace", _) => (-Any, 0),
            ("questions", Dimension.Estimable or Dimension.Testable) => (-Any, 0),
            _ => (-Any, Any),
        };
    }
}
