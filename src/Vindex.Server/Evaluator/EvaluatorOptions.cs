using Vindex.Server.Configuration;
using Vindex.Server.Security.Limits;

namespace Vindex.Server.Evaluator;

/// <summary>Settings of the public evaluator.</summary>
/// <param name="Upload">Uploads per address.</param>
/// <param name="Score">Files scored per address.</param>
/// <param name="Results">Requests for results per address.</param>
/// <param name="Ticket">Pasted tickets per address.</param>
/// <param name="Kept">How long a session is kept.</param>
/// <param name="Parallelism">Files scored at the same time.</param>
/// <param name="MostStoredBytes">Maximum total size of the stored files, in bytes.</param>
internal sealed record EvaluatorOptions(
    RateLimit Upload, RateLimit Score, RateLimit Results, RateLimit Ticket, TimeSpan Kept, int Parallelism, long MostStoredBytes)
{
    /// <summary>Maximum size of a file in bytes; fixed by the contract.</summary>
    public const int MaxFileBytes = 5 * 1024 * 1024;

    /// <summary>Maximum number of data rows; fixed by the contract.</summary>
    public const int MaxRows = 1_000;

    public static EvaluatorOptions Read(SettingsReader settings) => new(
        RateLimit.Read(settings, "Limits:EvaluatorUpload"),
        RateLimit.Read(settings, "Limits:EvaluatorScore"),
        RateLimit.Read(settings, "Limits:EvaluatorResults"),
        RateLimit.Read(settings, "Limits:EvaluatorTicket"),
        settings.Duration("Evaluator:Kept", TimeSpan.FromMinutes(1), TimeSpan.FromDays(30)),
        settings.Integer("Evaluator:Parallelism", 1, 64),
        settings.Integer("Evaluator:MaxStoredMegabytes", 1, 1_000_000) * 1024L * 1024L);
}
