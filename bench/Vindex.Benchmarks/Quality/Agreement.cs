namespace Vindex.Benchmarks.Quality;

/// <summary>Agreement of a risk with a label.</summary>
internal static class Agreement
{
    /// <summary>The chance that a defective ticket carries more risk than a sound one, ties counted half; null without both kinds.</summary>
    public static double? Auc(IReadOnlyList<(double Risk, bool Defect)> rows)
    {
        var sorted = rows.OrderBy(row => row.Risk).ToList();
        double ranks = 0;
        var defects = rows.Count(row => row.Defect);
        for (var i = 0; i < sorted.Count;)
        {
            var j = i;
            while (j + 1 < sorted.Count && sorted[j + 1].Risk == sorted[i].Risk) j++;
            for (var k = i; k <= j; k++)
            {
                if (sorted[k].Defect) ranks += ((i + j) / 2.0) + 1;
            }

            i = j + 1;
        }

        var sound = rows.Count - defects;
        return defects == 0 || sound == 0 ? null : (ranks - (defects * (defects + 1) / 2.0)) / ((double)defects * sound);
    }
}
