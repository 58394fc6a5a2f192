using System.Globalization;
using System.Text;

namespace Vindex.Training;

/// <summary>Writes weights as the judge reads them: a line a feature, sorted, the same bytes at every run.</summary>
internal static class ModelFile
{
    /// <summary>Writes a file; features of which every weight is below <paramref name="least"/> are left out.</summary>
    public static void Write(string path, string about, IEnumerable<(string Name, double[] Weights)> rows, double[] bias, double least)
    {
        var text = new StringBuilder();
        foreach (var line in about.Split('\n')) text.Append("# ").Append(line.Trim()).Append('\n');
        text.Append("bias\t").Append(Numbers(bias)).Append('\n');
        foreach (var (name, weights) in rows.Where(row => row.Weights.Any(weight => Math.Abs(weight) >= least))
            .OrderBy(row => row.Name, StringComparer.Ordinal))
        {
            text.Append(name).Append('\t').Append(Numbers(weights)).Append('\n');
        }
        File.WriteAllText(path, text.ToString());
    }

    private static string Numbers(double[] weights) =>
        string.Join(
            ' ', weights.Select(weight => Math.Round(weight, 3).ToString("0.###", CultureInfo.InvariantCulture)).Select(text => text == "-0" ? "0" : text));
}
