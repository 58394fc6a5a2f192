using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Vindex.Scoring;

/// <summary>Something for each dimension, or for some, in the order of the API.</summary>
internal sealed class DimensionMap<T> : IReadOnlyDictionary<Dimension, T>
    where T : class
{
    private readonly T?[] _values = new T?[Dimensions.Count];

    public int Count { get; private set; }

    public IEnumerable<Dimension> Keys => this.Select(entry => entry.Key);

    public IEnumerable<T> Values => this.Select(entry => entry.Value);

    public T this[Dimension key] => _values[(int)key] ?? throw new KeyNotFoundException($"There is nothing for {key.Name()}.");

    public bool ContainsKey(Dimension key) => TryGetValue(key, out _);

    public bool TryGetValue(Dimension key, [MaybeNullWhen(false)] out T value) =>
        (value = (uint)key < Dimensions.Count ? _values[(int)key] : null) is not null;

    /// <summary>Adds the value of a dimension, or replaces it.</summary>
    public void Set(Dimension key, T value)
    {
        if (_values[(int)key] is null) Count++;
        _values[(int)key] = value;
    }

    public IEnumerator<KeyValuePair<Dimension, T>> GetEnumerator()
    {
        foreach (var dimension in Dimensions.All)
        {
            if (_values[(int)dimension] is { } value) yield return new(dimension, value);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
