using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Vindex.Server.Configuration;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Configuration;

/// <summary>Defaults, options and documentation have the same settings with the same values.</summary>
public sealed class SettingsTableTests
{
    [Fact]
    public async Task Every_default_is_bound_to_options_and_every_option_has_a_default()
    {
        await using var server = await TestServer.StartAsync();

        var bound = server.Services.GetServices<SettingsSection>().SelectMany(section => section.Settings).Select(setting => setting.Name);

        bound.Order(StringComparer.Ordinal).ShouldBe(Settings.Names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_table_of_settings_is_the_default_settings()
    {
        using var defaults = JsonDocument.Parse(VindexServer.DefaultSettings, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });

        Documented().Select(row => $"{row.Name}={row.Default}").ShouldBe(Leaves(defaults.RootElement, ""));
    }

    [Fact]
    public async Task The_table_names_the_values_that_are_allowed()
    {
        await using var server = await TestServer.StartAsync();
        var settings = server.Services.GetServices<SettingsSection>().SelectMany(section => section.Settings)
            .ToDictionary(setting => setting.Name, setting => setting.Property);

        foreach (var (name, _, values) in Documented()) values.ShouldStartWith(Values(settings[name]), customMessage: name);
    }

    private static string Values(PropertyInfo property) => property.GetCustomAttribute<ValidationAttribute>() switch
    {
        DurationRangeAttribute range => $"{range.Shortest}–{range.Longest}",
        RangeAttribute range => FormattableString.Invariant($"{range.Minimum}–{range.Maximum}"),
        DurationsAttribute durations => $"1 to {durations.Most} of {durations.Shortest}–{durations.Longest}",
        AllowedValuesAttribute allowed => string.Join(", ", allowed.Values).ToLowerInvariant(),
        null when property.PropertyType.IsEnum => string.Join(", ", Enum.GetNames(property.PropertyType)).ToLowerInvariant(),
        null when property.PropertyType == typeof(bool) => "true, false",
        _ => "",
    };

    private static IEnumerable<(string Name, string Default, string Values)> Documented()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Vindex.slnx"))) folder = folder.Parent;
        var document = File.ReadAllText(Path.Combine(folder!.FullName, "docs", "operating.md"));
        var table = document[document.IndexOf(
            "<!-- settings: begin", StringComparison.Ordinal)..document.IndexOf("<!-- settings: end", StringComparison.Ordinal)];
        return table.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|'))
            .Select(cells => (cells[1].Trim(' ', '`'), cells[2].Trim(' ', '`'), cells[3].Trim()));
    }

    private static IEnumerable<string> Leaves(JsonElement element, string path) => element.ValueKind == JsonValueKind.Object
        ? element.EnumerateObject().SelectMany(member => Leaves(member.Value, path.Length == 0 ? member.Name : $"{path}:{member.Name}"))
        : [$"{path}={(element.ValueKind is JsonValueKind.True or JsonValueKind.False ? element.GetRawText() : element.ToString())}"];
}
