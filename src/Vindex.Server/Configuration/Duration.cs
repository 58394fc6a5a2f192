using System.ComponentModel;

namespace Vindex.Server.Configuration;

/// <summary>A length of time as settings write it: <c>250ms</c>, <c>5s</c>, <c>5m</c>, <c>2h</c>, <c>5d</c>, or <c>[d.]hh:mm:ss[.fff]</c>.</summary>
/// <param name="Value">The length.</param>
[TypeConverter(typeof(SettingConverter<Duration>))]
internal readonly record struct Duration(TimeSpan Value) : ISettingValue<Duration>
{
    public static Duration Read(string text) =>
        Durations.TryRead(text, out var duration) ? new Duration(duration) : throw new FormatException("must be " + Durations.Expected);

    public static implicit operator TimeSpan(Duration duration) => duration.Value;

    public static implicit operator Duration(TimeSpan value) => new(value);

    public override string ToString() => Durations.Write(Value);
}
