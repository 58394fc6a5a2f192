using System.Globalization;

namespace Vindex.Server.Live;

/// <summary>What a page knows of a company's changes.</summary>
/// <param name="Start">Names the start of the node that made the page: its counts mean nothing to another one.</param>
/// <param name="Scores">Number of new scores that this node has stored since its start.</param>
/// <param name="Deliveries">Number of changes to deliveries that it has made.</param>
/// <param name="At">When the page was made, in Unix milliseconds: what other nodes compare.</param>
internal sealed record LivePoint(string Start, long Scores, long Deliveries, long At)
{
    private const char Separator = '-';

    /// <summary>Reads the text of a point; null if it is none.</summary>
    public static LivePoint? Parse(string? text) =>
        text?.Split(Separator) is [{ Length: > 0 } start, var scores, var deliveries, var at]
        && Number(scores) is { } first && Number(deliveries) is { } second && Number(at) is { } time
            ? new LivePoint(start, first, second, time)
            : null;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Start}{Separator}{Scores}{Separator}{Deliveries}{Separator}{At}");

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
