namespace Vindex.Scoring.Judging.Signals;

/// <summary>What spans of numbers lack.</summary>
internal static class SpanExtensions
{
    /// <summary>The place of the largest number, the first of equals.</summary>
    public static int IndexOfMax(this ReadOnlySpan<double> numbers)
    {
        var best = 0;
        for (var i = 1; i < numbers.Length; i++)
        {
            if (numbers[i] > numbers[best]) best = i;
        }

        return best;
    }

    /// <inheritdoc cref="IndexOfMax(ReadOnlySpan{double})"/>
    public static int IndexOfMax(this Span<double> numbers) => IndexOfMax((ReadOnlySpan<double>)numbers);
}
