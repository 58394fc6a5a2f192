using Vindex.Server.Configuration;
using Vindex.Server.Security.Limits;

namespace Vindex.Server.Evaluator;

/// <summary>How the public evaluator behaves.</summary>
/// <param name="Upload">Uploads per address.</param>
/// <param name="Score">Files judged per address.</param>
/// <param name="Results">Looks at results per address.</param>
/// <param name="Ticket">Pasted tickets per address.</param>
/// <param name="Kept">How long a session lives.</param>
/// <param name="Parallelism">Files that are judged at one time.</param>
/// <param name="MostStoredBytes">Bytes of files that all sessions together may hold.</param>
internal sealed record EvaluatorOptions(
    RateLimit Upload, RateLimit Score, RateLimit Results, RateLimit Ticket, TimeSpan Kept, int Parallelism, long MostStoredBytes)
{
    /// <summary>Bytes of one file (given).</summary>
    public const int MaxFileBytes = 5 * 1024 * 1024;

    /// <summary>Data rows of one file (given).</summary>
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
