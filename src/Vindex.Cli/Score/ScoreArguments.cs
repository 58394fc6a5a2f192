using Vindex.Scoring.Judging;

namespace Vindex.Cli.Score;

/// <summary>What <c>vindex score</c> was asked.</summary>
/// <param name="File">A path, or <c>-</c>.</param>
/// <param name="Format">One of table, json, jsonl, csv, junit, sarif.</param>
/// <param name="Minimum">The gate; null without.</param>
/// <param name="Profile">A name or a file; null for the default.</param>
internal sealed record ScoreArguments(string File, string Format, decimal? Minimum, string? Profile)
{
    /// <summary>The version of the rubric, one of <see cref="JudgeVersions.All"/>.</summary>
    public string Rubric { get; init; } = JudgeVersions.Latest;

    /// <summary>The server's API key as it was typed; null when the environment has it.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The customer that the tickets belong to on the server; null for the company's default one.</summary>
    public string? Customer { get; init; }

    /// <summary>The tickets are looked at together as well.</summary>
    public bool AsBacklog { get; init; }

    /// <summary>The key may go over the network unencrypted.</summary>
    public bool PlainHttp { get; init; }
}
