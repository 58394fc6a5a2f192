using System.Globalization;

namespace Vindex.Server.Portal.Settings;

/// <summary>The parts of a profile as forms show and send them: one rule or word list per line.</summary>
internal static class ProfileText
{
    public static string Weights(IReadOnlyDictionary<string, double> weights) =>
        string.Join('\n', weights.Select(weight => $"{weight.Key}: {weight.Value.ToString(CultureInfo.InvariantCulture)}"));

    public static string Vocabulary(IReadOnlyDictionary<string, IReadOnlyList<string>> vocabulary) =>
        string.Join('\n', vocabulary.Select(list => $"{list.Key}: {string.Join(", ", list.Value)}"));
}
