using System.Collections;
using System.ComponentModel;

namespace Vindex.Server.Configuration;

/// <summary>Durations, separated by commas, semicolons or spaces.</summary>
[TypeConverter(typeof(SettingConverter<DurationList>))]
internal sealed class DurationList(IReadOnlyList<TimeSpan> items) : IReadOnlyList<TimeSpan>, ISettingValue<DurationList>
{
    public int Count => items.Count;

    public TimeSpan this[int index] => items[index];

    public static DurationList Read(string text) => new([.. SettingText.Items(text).Select(item => Duration.Read(item).Value)]);

    public IEnumerator<TimeSpan> GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
