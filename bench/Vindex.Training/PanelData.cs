using System.Text.Json;
using Vindex.Scoring;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Tickets;

namespace Vindex.Training;

/// <summary>One reader's opinion of one ticket.</summary>
internal sealed record Rating(TicketKind Kind, double[] Scores, double Overall, string[][] Spans);

/// <summary>A rated ticket.</summary>
/// <param name="Id">Its id in the data.</param>
/// <param name="Project">Its project.</param>
/// <param name="Fold">The fold of its project in cross-validation.</param>
/// <param name="Ticket">The ticket as the judge reads it.</param>
/// <param name="Ratings">What readers said, the first reader first.</param>
/// <param name="IsLearned">Whether cross-validation learns from its project.</param>
internal sealed record RatedTicket(string Id, string Project, int Fold, TicketReading Ticket, Rating[] Ratings, bool IsLearned)
{
    /// <summary>Whether the weights that judge a fold are learned from it.</summary>
    public bool Trains(int fold) => IsLearned && Fold != fold;

    /// <summary>The readers' mean for a dimension; 6 is their own overall.</summary>
    public double Mean(int dimension) => Ratings.Average(rating => dimension < 6 ? rating.Scores[dimension] : rating.Overall);
}

/// <summary>Reads the rated tickets.</summary>
internal static class PanelData
{
    public const int Folds = 10;

    /// <summary>Reads the tickets of a folder.</summary>
    /// <param name="folder">The folder with <c>items.jsonl</c> and <c>ratings.jsonl</c>.</param>
    /// <param name="share">The share of the projects that cross-validation learns from.</param>
    /// <param name="seed">Draws these projects.</param>
    public static RatedTicket[] Load(string folder, double share = 1, int seed = 0)
    {
        var ratings = Lines(Path.Combine(folder, "ratings.jsonl"))
            .GroupBy(line => line.GetProperty("id").GetString()!)
            .ToDictionary(group => group.Key, group => group.Select(Read).ToArray());
        var items = Lines(Path.Combine(folder, "items.jsonl"));
        var folds = FoldsOf(items);
        var drawn = folds.Keys.Order(StringComparer.Ordinal).ToArray();
        new Random(seed).Shuffle(drawn);
        var learned = drawn.Take((int)Math.Round(share * drawn.Length)).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. items.Where(item => ratings.ContainsKey(item.GetProperty("id").GetString()!)).Select(item =>
            {
                var (id, project) = (item.GetProperty("id").GetString()!, item.GetProperty("group").GetString()!);
                var input = new TicketInput(item.GetProperty("summary").GetString()!, item.TryGetProperty("description", out var d) ? d.GetString() : null);
                return new RatedTicket(id, project, folds[project], TicketReader.Read(input, TicketLimits.CommandLine), ratings[id], learned.Contains(project));
            }),
        ];
    }

    /// <summary>Whole projects go to folds, the largest first to the smallest fold.</summary>
    private static Dictionary<string, int> FoldsOf(List<JsonElement> items)
    {
        var sizes = new int[Folds];
        var folds = new Dictionary<string, int>();
        foreach (var project in items.GroupBy(item => item.GetProperty("group").GetString()!)
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key, StringComparer.Ordinal))
        {
            var fold = Array.IndexOf(sizes, sizes.Min());
            folds[project.Key] = fold;
            sizes[fold] += project.Count();
        }

        return folds;
    }

    private static Rating Read(JsonElement line) => new(
        KindOf(line.GetProperty("kind").GetString()!),
        [.. Dimensions.All.Select(dimension => line.GetProperty("scores").GetProperty(dimension.Name()).GetDouble())],
        line.GetProperty("overall").GetDouble(),
        [.. Enum.GetNames<SpanType>()
            .Select(type => line.GetProperty("spans").GetProperty(type.ToLowerInvariant()).EnumerateArray().Select(span => span.GetString()!).ToArray())]);

    private static TicketKind KindOf(string name) => name == "not_a_ticket" ? TicketKind.NotATicket : Enum.Parse<TicketKind>(name, ignoreCase: true);

    private static List<JsonElement> Lines(string path) =>
        [.. File.ReadLines(path).Where(line => line.Length > 0).Select(line => JsonDocument.Parse(line).RootElement)];
}
