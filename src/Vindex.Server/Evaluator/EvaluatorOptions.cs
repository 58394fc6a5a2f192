using System.ComponentModel.DataAnnotations;
using Vindex.Server.Configuration;

namespace Vindex.Server.Evaluator;

/// <summary>Settings of the public evaluator: the section <c>Evaluator</c>.</summary>
internal sealed record EvaluatorOptions
{
    /// <summary>Maximum size of a file in bytes; fixed by the contract.</summary>
    public const int MaxFileBytes = 5 * 1024 * 1024;

    /// <summary>Maximum number of data rows; fixed by the contract.</summary>
    public const int MaxRows = 1_000;

    /// <summary>How long a session is kept.</summary>
    [DurationRange("1m", "30d")]
    public required Duration Kept { get; init; }

    /// <summary>Files scored at the same time.</summary>
    [Range(1, 64)]
    public required int Parallelism { get; init; }

    /// <summary>Maximum total size of the stored files, in megabytes.</summary>
    [Range(1, 1_000_000)]
    public required int MaxStoredMegabytes { get; init; }

    /// <summary><see cref="MaxStoredMegabytes"/>.</summary>
    internal long MaxStoredBytes => MaxStoredMegabytes * 1024L * 1024L;
}
