using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace Vindex.Server.Configuration;

/// <summary>A section of the settings and the options that it is bound to.</summary>
/// <param name="Path">For example <c>Limits:Score</c>.</param>
/// <param name="Options">The type of the options.</param>
internal sealed record SettingsSection(string Path, Type Options)
{
    /// <summary>The settings of this section with their names.</summary>
    public IEnumerable<(string Name, PropertyInfo Property)> Settings =>
        Options.GetProperties().Where(property => property.CanWrite).Select(property => (ConfigurationPath.Combine(Path, property.Name), property));

    /// <summary>What is wrong with the values of this section: the names, the values, and what would be right.</summary>
    public IEnumerable<string> Problems(IConfiguration configuration) =>
        Settings.Select(setting => Problem(configuration.GetSection(setting.Name), setting.Property)).OfType<string>();

    private static string? Problem(IConfigurationSection setting, PropertyInfo property)
    {
        var type = property.PropertyType;
        // The converter of enums also reads numbers, and several names at once.
        if (type.IsEnum && !Enum.GetNames(type).Contains(setting.Value?.Trim(), StringComparer.OrdinalIgnoreCase)) return Wrong(setting, property);
        try
        {
            var value = setting.Get(type);
            var isMissing = value is null && type != typeof(string) && type != typeof(Uri);
            return isMissing || !property.GetCustomAttributes<ValidationAttribute>().All(rule => rule.IsValid(value)) ? Wrong(setting, property) : null;
        }
        catch (InvalidOperationException exception)
        {
            return exception.InnerException is InvalidSettingException reason ? $"{setting.Path}: {reason.Message}" : Wrong(setting, property);
        }
    }

    private static string Wrong(IConfigurationSection setting, PropertyInfo property) => $"{setting.Path} {Expected(property)}; it is \"{setting.Value}\"";

    private static string Expected(PropertyInfo property)
    {
        var type = property.PropertyType;
        return property.GetCustomAttribute<ValidationAttribute>() switch
        {
            RangeAttribute range when type == typeof(int) => $"must be a whole number from {range.Minimum} to {range.Maximum}",
            RangeAttribute range => string.Create(CultureInfo.InvariantCulture, $"must be a number from {range.Minimum} to {range.Maximum}"),
            AllowedValuesAttribute allowed => OneOf(allowed.Values.Select(value => value!.ToString()!)),
            { } rule => rule.FormatErrorMessage(property.Name),
            null when type.IsEnum => OneOf(Enum.GetNames(type)),
            null when type == typeof(bool) => "must be true or false",
            null => $"must be a {type.Name}",
        };
    }

    private static string OneOf(IEnumerable<string> names) => $"must be one of {string.Join(", ", names).ToLowerInvariant()}";
}

/// <summary>Registers options.</summary>
internal static class SettingsRegistration
{
    /// <summary>
    /// Binds options to a section of the settings. Annotations say which values are valid; every setting has its default in <c>defaults.json</c>. A name in the
    /// section that the options do not have is an error.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="section">For example <c>Scoring</c>.</param>
    /// <param name="name">The name of the options, if there are several of the same type.</param>
    public static void AddSettings<T>(this IServiceCollection services, string section, string? name = null)
        where T : class
    {
        services.AddSingleton(new SettingsSection(section, typeof(T)));
        services.AddOptions<T>(name)
            .BindConfiguration(section, binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateDataAnnotations()
            .ValidateOnStart();
    }
}
