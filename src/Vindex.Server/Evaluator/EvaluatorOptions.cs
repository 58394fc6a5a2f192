using System.ComponentModel.DataAnnotations;
using Vindex.Server.Configuration;
using Vindex.Server.Judging;

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

    /// <summary>Who scores single tickets: <c>rules</c>, <c>model:NAME</c> or <c>consensus:NAME</c>.</summary>
    [JudgeSetting]
    public required string Judge { get; init; }

    /// <summary>Tokens a month that these tickets may use of the model.</summary>
    [Range(0, 2_000_000_000)]
    public required int ModelTokens { get; init; }

    /// <summary>Files scored at the same time.</summary>
    [Range(1, 64)]
    public required int Parallelism { get; init; }

    /// <summary>Maximum total size of the stored files, in megabytes.</summary>
    [Range(1, 1_000_000)]
    public required int MaxStoredMegabytes { get; init; }

    /// <summary>What is wrong with the judge; null if nothing is.</summary>
    /// <param name="isConnection">Whether a connection of that name is configured.</param>
    internal string? Problem(Func<string, bool> isConnection) => new JudgingChoice(Judge).Connection is { } name && !isConnection(name)
        ? $"Evaluator:Judge is \"{Judge}\", but Models has no connection {name} with a provider"
        : null;

    /// <summary><see cref="MaxStoredMegabytes"/>.</summary>
    internal long MaxStoredBytes => MaxStoredMegabytes * 1024L * 1024L;
}

/// <summary>A judge.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class JudgeSettingAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is string text && JudgingChoice.IsJudge(text);

    public override string FormatErrorMessage(string name) => "must be rules, model:NAME or consensus:NAME, where NAME is a connection of Models in lower case";
}
