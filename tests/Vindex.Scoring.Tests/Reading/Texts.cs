using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Models;
using Vindex.Scoring.Tickets;

namespace Vindex.Scoring.Tests.Reading;

/// <summary>Tickets as the classifiers see them.</summary>
internal static class Texts
{
    public static TicketText Read(string summary, string? description = null)
    {
        var text = new TicketText(ReadingModel.Classes);
        text.Read(TicketReader.Read(new TicketInput(summary, description), TicketLimits.CommandLine).Ticket!);
        return text;
    }

    /// <summary>The names of the features that <paramref name="add"/> adds.</summary>
    public static HashSet<string> Features(Action<FeatureBuffer> add)
    {
        var names = new Dictionary<ulong, string>();
        var buffer = new FeatureBuffer { Names = names };
        add(buffer);
        return [.. buffer.Hashes.ToArray().Select(hash => names[hash])];
    }

    public static HashSet<string> KindFeaturesOf(
        string summary, string? description = null) => Features(buffer => KindFeatures.Add(Read(summary, description), buffer));
}
