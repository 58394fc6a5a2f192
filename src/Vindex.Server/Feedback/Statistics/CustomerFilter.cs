using Vindex.Server.Feedback.Projects;
using Vindex.Statistics.Questions;

namespace Vindex.Server.Feedback.Statistics;

/// <summary>A key limited to customers counts only rows whose payload names one of them.</summary>
internal static class CustomerFilter
{
    /// <param name="customerIds">The customers; null for all.</param>
    public static IReadOnlyList<PathFilter> Of(IReadOnlyList<string>? customerIds) =>
        customerIds is null ? [] : [new PathFilter(ProjectScope.CustomerField, [.. customerIds.Select(ScalarValue.Of)])];
}
