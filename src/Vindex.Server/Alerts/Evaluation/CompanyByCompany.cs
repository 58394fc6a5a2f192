using System.Runtime.ExceptionServices;

namespace Vindex.Server.Alerts.Evaluation;

/// <summary>Work that is due, company by company.</summary>
internal static class CompanyByCompany
{
    /// <summary>Does the work of each company; returns the first failure. What fails for one company does not keep the others waiting.</summary>
    public static async Task<ExceptionDispatchInfo?> RunAsync<T>(IEnumerable<T> due, Func<T, string> companyId, Func<string, IReadOnlyList<T>, Task> run)
    {
        ExceptionDispatchInfo? failure = null;
        foreach (var company in due.GroupBy(companyId, StringComparer.Ordinal))
        {
            try
            {
                await run(company.Key, [.. company]);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                failure ??= ExceptionDispatchInfo.Capture(exception);
            }
        }

        return failure;
    }
}
