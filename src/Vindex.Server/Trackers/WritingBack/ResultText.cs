using System.Globalization;
using Vindex.Scoring;
using Vindex.Server.Scoring.Records;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Sources;
using Vindex.Storage.Scores;

namespace Vindex.Server.Trackers.WritingBack;

/// <summary>What is written to an issue about its score.</summary>
internal sealed class ResultText(PublicAddress address)
{
    /// <summary>A part of every comment, by which a comment is found again: without the server's address, which may be another one by then.</summary>
    public const string Marker = "/app/tickets/";

    private const int MaxAdvice = 3;

    /// <summary>The comment, as Markdown.</summary>
    public string Comment(StoredScore score)
    {
        var lines = new List<string> { $"**INVEST score: {Overall(score)} of 10** ({Words(score)})" };
        var advice = StoredJudgement.Recommendations(score).Take(MaxAdvice).Select(text => "- " + Inert(text)).ToList();
        if (advice.Count > 0) lines.AddRange(["", "To improve it:", "", .. advice]);
        lines.AddRange(["", $"[Details in Vindex]({address.Of(Marker + score.Item.Id)})"]);
        return string.Join('\n', lines);
    }

    /// <summary>The label of a score's band.</summary>
    public static string Label(StoredScore score) => BandLabels.Of(Name(score).Replace('_', '-'));

    /// <summary>The overall score as a number.</summary>
    public static double Number(StoredScore score) => score.Item.OverallTenths / 10.0;

    private static string Overall(StoredScore score) => (score.Item.OverallTenths / 10m).ToString("0.0", CultureInfo.InvariantCulture);

    private static string Words(StoredScore score) => Name(score).Replace('_', ' ');

    private static string Name(StoredScore score) => Bands.Names[(int)Bands.Of(score.Item.OverallTenths)];

    // Advice may quote the ticket: a quoted name must notify no one, and quoted markup must not take effect.
    private static string Inert(string text)
    {
        var inert = new System.Text.StringBuilder(text.Length + 8);
        foreach (var c in text.ReplaceLineEndings(" "))
        {
            if (c is '*' or '_' or '[' or ']' or '`' or '<' or '>' or '\\' or '~' or '|' or '!') inert.Append('\\');
            inert.Append(c);
            if (c is '@' or '#') inert.Append('\u200B');
        }

        return inert.ToString();
    }
}
