using Vindex.Storage.Audit;

namespace Vindex.Storage.Judging;

/// <summary>What models were used for in a month.</summary>
/// <param name="Month">The month in UTC, for example <c>2026-04</c>.</param>
/// <param name="Calls">Calls that were made.</param>
/// <param name="InputTokens">Tokens sent.</param>
/// <param name="OutputTokens">Tokens received.</param>
/// <param name="CostNanos">Cost in billionths of the currency of the prices.</param>
public sealed record MonthlyUse(string Month, long Calls, long InputTokens, long OutputTokens, long CostNanos);

/// <summary>How often a model gave no score for one reason.</summary>
/// <param name="Month">The month in UTC.</param>
/// <param name="Connection">The connection to the model.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Count">How many tickets.</param>
/// <param name="LastAt">When it happened last.</param>
public sealed record ModelFailureCount(string Month, string Connection, string Reason, long Count, DateTimeOffset LastAt);

/// <summary>Who judges the tickets of companies, and what that uses. The public evaluator counts under an empty company id.</summary>
public interface IJudgingStore
{
    /// <summary>Replaces who judges a company's tickets. False if the company does not exist.</summary>
    /// <param name="companyId">The company.</param>
    /// <param name="document">JSON, opaque to the store; null for the offline judge.</param>
    /// <param name="sealedKey">The sealed key of the company's own model; null if it has none.</param>
    /// <param name="audit">The audit entry.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<bool> SetAsync(string companyId, string? document, byte[]? sealedKey, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Adds to what a company used in a month. Nothing happens if the company does not exist.</summary>
    Task AddUseAsync(string companyId, MonthlyUse use, CancellationToken cancellationToken);

    /// <summary>What a company used in a month; zeros if nothing.</summary>
    Task<MonthlyUse> UseAsync(string companyId, string month, CancellationToken cancellationToken);

    /// <summary>Counts a ticket that a model did not score. Nothing happens if the company does not exist.</summary>
    Task AddFailureAsync(string companyId, ModelFailureCount failure, CancellationToken cancellationToken);

    /// <summary>The failures of a company in a month, the latest first.</summary>
    Task<IReadOnlyList<ModelFailureCount>> FailuresAsync(string companyId, string month, CancellationToken cancellationToken);
}
