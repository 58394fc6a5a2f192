namespace Vindex.Storage;

/// <summary>A page of a list that is walked by cursor.</summary>
/// <param name="Items">The rows.</param>
/// <param name="Next">Where the next page starts; null on the last page.</param>
public sealed record ListPage<T>(IReadOnlyList<T> Items, PagePosition? Next);

/// <summary>A place in a descending list: after the row with this sort value and id.</summary>
/// <param name="Value">The sort value (Unix milliseconds, or tenths of a score).</param>
/// <param name="Id">The id that breaks ties.</param>
public readonly record struct PagePosition(long Value, string Id);
