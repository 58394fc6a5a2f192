using System.Runtime.CompilerServices;

namespace Vindex.Statistics.Answers.Ranks;

/// <summary>Codes in strides of 64.</summary>
internal static class Strides
{
    /// <summary>The stride that a rank falls into.</summary>
    /// <param name="before">Number of rows before each stride.</param>
    /// <param name="rank">The rank, counted from 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int OfRank(ReadOnlySpan<int> before, int rank)
    {
        int low = 0, high = before.Length;
        while (high - low > 1)
        {
            var middle = (low + high) >>> 1;
            if (before[middle] <= rank)
                low = middle;
            else
                high = middle;
        }
        return low;
    }
}
