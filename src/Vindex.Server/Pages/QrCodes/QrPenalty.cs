namespace Vindex.Server.Pages.QrCodes;

/// <summary>How hard a symbol is to read, by which its mask is chosen (ISO/IEC 18004, 7.8.3).</summary>
internal static class QrPenalty
{
    private const int Finder = 0b10111010000;
    private const int MirroredFinder = 0b00001011101;
    private const int FinderLength = 11;

    public static int Of(QrSymbol symbol)
    {
        var (penalty, dark, size) = (0, 0, symbol.Size);
        for (var i = 0; i < size; i++)
        {
            var line = i;
            penalty += OfLine(size, j => symbol[line, j]) + OfLine(size, j => symbol[j, line]);
            for (var j = 0; j < size; j++)
            {
                if (symbol[i, j]) dark++;
                if (i == 0 || j == 0) continue;
                if (symbol[i, j] == symbol[i - 1, j] && symbol[i, j] == symbol[i, j - 1] && symbol[i, j] == symbol[i - 1, j - 1]) penalty += 3;
            }
        }

        // 10 for each 5 % away from a half.
        return penalty + (10 * (Math.Abs((20 * dark) - (10 * size * size)) / (size * size)));
    }

    // Runs of five modules and more, and what looks like a finder pattern.
    private static int OfLine(int size, Func<int, bool> isDark)
    {
        var (penalty, run, window) = (0, 0, 0);
        for (var i = 0; i < size; i++)
        {
            run = i > 0 && isDark(i) == isDark(i - 1) ? run + 1 : 1;
            penalty += run switch { 5 => 3, > 5 => 1, _ => 0 };
            window = ((window << 1) | (isDark(i) ? 1 : 0)) & ((1 << FinderLength) - 1);
            if (i >= FinderLength - 1 && window is Finder or MirroredFinder) penalty += 40;
        }

        return penalty;
    }
}
