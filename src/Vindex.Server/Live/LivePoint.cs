using System.Globalization;

namespace Vindex.Server.Live;

/// <summary>How much has changed in a company since the server started.</summary>
/// <param name="Start">Names the start of the server: its counts mean nothing to another one.</param>
/// <param name="Scores">Number of new scores.</param>
/// <param name="Deliveries">Number of changes to deliveries.</param>
internal sealed record LivePoint(string Start, long Scores, long Deliveries)
{
    private const char Separator = '-';

    /// <summary>Reads the text of a point; null if it is none.</summary>
    public static LivePoint? Parse(string? text) =>
        text?.Split(Separator) is [{ Length: > 0 } start, var scores, var deliveries]
        && long.TryParse(scores, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
        && long.TryParse(deliveries, NumberStyles.None, CultureInfo.InvariantCulture, out var second)
            ? new LivePoint(start, first, second)
            : null;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Start}{Separator}{Scores}{Separator}{Deliveries}");
}
