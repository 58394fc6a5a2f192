namespace Vindex.Storage.Sql.Values;

/// <summary>Many values that are one parameter of a statement.</summary>
/// <param name="Values">An array of numbers or texts.</param>
/// <param name="Type">Which of them.</param>
internal readonly record struct SqlList(Array Values, SqlType Type)
{
    /// <summary>A list of numbers.</summary>
    public static SqlList Of(IEnumerable<long> numbers) => new(numbers.ToArray(), SqlType.Numbers);

    /// <summary>A list of texts.</summary>
    public static SqlList Of(IEnumerable<string> texts) => new(texts.Select(PostgreSql.StrictText.Of).ToArray(), SqlType.Texts);
}
