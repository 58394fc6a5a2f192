using Vindex.Scoring;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Tickets;

/// <summary>The columns of a list of tickets beside key, title and overall score.</summary>
/// <param name="HasDimensions">The six dimensions.</param>
/// <param name="HasCustomer">The customer.</param>
/// <param name="HasScored">When the ticket was scored.</param>
public sealed record TicketColumns(bool HasDimensions, bool HasCustomer, bool HasScored)
{
    /// <summary>Name of the parameter, which is repeated for several.</summary>
    public const string Parameter = "columns";

    private const int Fixed = 3;

    private static readonly string[] s_values = ["dimensions", "customer", "scored"];

    /// <summary>The columns that can be chosen: value and text.</summary>
    public static IReadOnlyList<(string Value, string Text)> All =>
        [("dimensions", T("tickets.dimensions")), ("customer", T("tickets.customer")), ("scored", T("tickets.scored"))];

    /// <summary>The columns if none are chosen.</summary>
    public static TicketColumns Default { get; } = new(true, false, true);

    /// <summary>Number of columns.</summary>
    public int Count => Fixed + (HasDimensions ? Dimensions.Count : 0) + (HasCustomer ? 1 : 0) + (HasScored ? 1 : 0);

    /// <summary>Whether a column is shown.</summary>
    public bool Has(string value) => value switch { "dimensions" => HasDimensions, "customer" => HasCustomer, _ => HasScored };

    internal static TicketColumns Read(IQueryCollection query)
    {
        var chosen = query[Parameter].OfType<string>().Where(s_values.Contains).ToHashSet(StringComparer.Ordinal);
        return chosen.Count == 0 ? Default : new(chosen.Contains("dimensions"), chosen.Contains("customer"), chosen.Contains("scored"));
    }
}
