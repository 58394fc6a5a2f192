using System.ComponentModel;
using System.Globalization;

namespace Vindex.Server.Configuration;

/// <summary>A type of setting that the configuration binder does not know by itself.</summary>
internal interface ISettingValue<out TSelf>
    where TSelf : ISettingValue<TSelf>
{
    /// <summary>Reads the text of a setting.</summary>
    /// <exception cref="FormatException">The text is invalid.</exception>
    static abstract TSelf Read(string text);
}

/// <summary>Lets the configuration binder read a type of setting.</summary>
internal sealed class SettingConverter<T> : TypeConverter
    where T : ISettingValue<T>
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

    public override object ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) => T.Read((string)value);
}

/// <summary>The text of a setting is invalid for a reason that is more specific than the rule of the setting.</summary>
internal sealed class InvalidSettingException(string reason) : FormatException(reason);

/// <summary>Texts of settings.</summary>
internal static class SettingText
{
    private static readonly char[] s_separators = [',', ';', ' '];

    /// <summary>Items separated by commas, semicolons or spaces.</summary>
    public static string[] Items(string? text) =>
        (text ?? "").Split(s_separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
