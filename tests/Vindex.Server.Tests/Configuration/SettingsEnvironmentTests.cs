using Shouldly;
using Vindex.Server.Configuration;
using Xunit;

namespace Vindex.Server.Tests.Configuration;

public sealed class SettingsEnvironmentTests
{
    [Fact]
    public void Variables_with_the_prefix_override_those_without()
    {
        var settings = Read(("LIMITS__SCORE__REQUESTS", "1"), ("Vindex__Limits__Score__Requests", "2"), ("Docs__Enabled", "false"));

        settings["Limits:Score:Requests"].ShouldBe("2");
        settings["Docs:Enabled"].ShouldBe("false");
    }

    [Fact]
    public void Only_variables_with_the_prefix_are_checked_for_unknown_names()
    {
        var settings = Read(("Logging__LogLevel__Default", "Information"), ("Server__Url", "x"), ("Limits", "5"), ("Vindex__Server__Url", "y"));

        Settings.Problems(settings, []).ShouldHaveSingleItem().ShouldStartWith("Server:Url is not a setting; known settings: ");
        settings["Logging:LogLevel:Default"].ShouldBeNull();
    }

    [Theory]
    [InlineData("http://two:4317", "OTEL_EXPORTER_OTLP_ENDPOINT", "http://two:4317")]
    [InlineData("http://one:4317", "OTEL_EXPORTER_OTLP_ENDPOINT", "http://two:4317", "Vindex__Telemetry__OtlpEndpoint", "http://one:4317")]
    public void The_collector_is_named_by_a_setting_or_by_the_usual_variable(string expected, params string[] variables)
    {
        var settings = Read([.. variables.Chunk(2).Select(pair => (pair[0], pair[1]))]);

        settings["Telemetry:OtlpEndpoint"].ShouldBe(expected);
    }

    private static Microsoft.Extensions.Configuration.IConfigurationRoot Read(params (string Name, string Value)[] variables) =>
        Settings.Build("no-such-folder", new Dictionary<string, string?>(), [], variables.ToDictionary(pair => pair.Name, pair => pair.Value));
}
