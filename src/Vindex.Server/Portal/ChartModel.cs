using Vindex.Server.Pages;

namespace Vindex.Server.Portal;

/// <summary>A chart with the table behind it.</summary>
/// <param name="Spec">What is drawn.</param>
/// <param name="Rows">A row a bucket: its label and its values, empty for none.</param>
public sealed record ChartModel(ChartSpec Spec, IReadOnlyList<(string Label, IReadOnlyList<string> Values)> Rows);
