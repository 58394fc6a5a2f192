using System.Net;
using Shouldly;
using Vindex.Server.Callbacks;
using Vindex.Server.Configuration;
using Vindex.Server.Telemetry;
using Vindex.Server.Tests.Hosting;
using Xunit;

namespace Vindex.Server.Tests.Configuration;

public sealed class SettingValueTests
{
    private const string DurationForms = "must be a duration such as 250ms, 5s, 30m, 2h, 5d or 00:00:05, from";
    private const string Delays = "must be 1 to 20 durations such as 250ms, 5s, 30m, 2h or 5d, separated by spaces, each from 1ms to 7d";

    [Fact]
    public void Without_settings_the_contract_of_callbacks_holds()
    {
        var options = DefaultSettings.Of<CallbackOptions>("Callbacks");

        string.Join(' ', options.Schedule.Select(Durations.Write)).ShouldBe("5s 5m 30m 2h 5h 10h 10h");
        options.Jitter.ShouldBe(0.2);
        options.Timeout.Value.ShouldBe(TimeSpan.FromSeconds(30));
        options.DisableAfter.Value.ShouldBe(TimeSpan.FromDays(5));
        options.AllowHttp.ShouldBeFalse();
        options.AllowedNetworks.ShouldBeEmpty();
    }

    [Fact]
    public void Lists_are_separated_by_commas_semicolons_or_spaces_and_replace_the_default()
    {
        var options = DefaultSettings.Of<CallbackOptions>(
            "Callbacks",
            ("Callbacks:Schedule", "50ms, 1s;00:00:02"), ("Callbacks:AllowedNetworks", "127.0.0.0/8 ::1/128"), ("callbacks:timeout", "2.5s"),
            ("Callbacks:AllowHttp", "True"));

        options.Schedule.ShouldBe([TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)]);
        options.AllowedNetworks.ShouldBe([IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")]);
        options.Timeout.Value.ShouldBe(TimeSpan.FromSeconds(2.5));
        options.AllowHttp.ShouldBeTrue();
    }

    [Theory]
    [InlineData("Schedule", "5s soon", $"{Delays}; it is \"5s soon\"")]
    [InlineData("Schedule", "5", $"{Delays}; it is \"5\"")]
    [InlineData("Schedule", "0s", $"{Delays}; it is \"0s\"")]
    [InlineData("Schedule", "8d", $"{Delays}; it is \"8d\"")]
    [InlineData("Schedule", "", $"{Delays}; it is \"\"")]
    [InlineData(
        "Schedule", "1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s",
        $"{Delays}; it is \"1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s\"")]
    [InlineData("Jitter", "0.6", "must be a number from 0 to 0.5; it is \"0.6\"")]
    [InlineData("Jitter", "NaN", "must be a number from 0 to 0.5; it is \"NaN\"")]
    [InlineData("Jitter", "-0.1", "must be a number from 0 to 0.5; it is \"-0.1\"")]
    [InlineData("Timeout", "30", $"{DurationForms} 10ms to 5m; it is \"30\"")]
    [InlineData("Timeout", "6m", $"{DurationForms} 10ms to 5m; it is \"6m\"")]
    [InlineData("ConnectTimeout", "1ms", $"{DurationForms} 10ms to 5m; it is \"1ms\"")]
    [InlineData("DisableAfter", "0s", $"{DurationForms} 1s to 365d; it is \"0s\"")]
    [InlineData("Concurrency", "0", "must be a whole number from 1 to 256; it is \"0\"")]
    [InlineData("Concurrency", "many", "must be a whole number from 1 to 256; it is \"many\"")]
    [InlineData("AllowHttp", "yes", "must be true or false; it is \"yes\"")]
    public void A_wrong_value_is_named_with_what_is_allowed(string name, string value, string expected)
    {
        var section = new SettingsSection("Callbacks", typeof(CallbackOptions));

        section.Problems(DefaultSettings.Build(($"Callbacks:{name}", value))).ShouldBe([$"Callbacks:{name} {expected}"]);
    }

    [Fact]
    public void The_reason_why_a_network_is_wrong_is_given()
    {
        var section = new SettingsSection("Callbacks", typeof(CallbackOptions));

        section.Problems(DefaultSettings.Build(("Callbacks:AllowedNetworks", "127.0.0.0/8 10.0.0.1/8"))).ShouldBe([
            "Callbacks:AllowedNetworks: '10.0.0.1/8' has bits set after its prefix; write 10.0.0.0/8, or 10.0.0.1/32 for the single address",
        ]);
    }

    [Theory]
    [InlineData("Format", "1", "must be one of json, plain; it is \"1\"")]
    [InlineData("Format", "json,plain", "must be one of json, plain; it is \"json,plain\"")]
    [InlineData("Level", "2", "must be one of trace, debug, information, warning, error; it is \"2\"")]
    [InlineData("Level", "none", "must be one of trace, debug, information, warning, error; it is \"none\"")]
    public void Words_are_read_by_name_and_never_by_number(string name, string value, string expected)
    {
        var section = new SettingsSection("Logging", typeof(LoggingOptions));

        section.Problems(DefaultSettings.Build(($"Logging:{name}", value))).ShouldBe([$"Logging:{name} {expected}"]);
        section.Problems(DefaultSettings.Build(("Logging:Format", "Plain"), ("Logging:Level", "WARNING"))).ShouldBeEmpty();
    }

    [Fact]
    public void All_wrong_values_of_a_section_are_listed()
    {
        var section = new SettingsSection("Callbacks", typeof(CallbackOptions));
        var settings = DefaultSettings.Build(("Callbacks:Concurrency", "many"), ("Callbacks:Jitter", "1"), ("Callbacks:Timeout", "6m"));

        section.Problems(settings).Count().ShouldBe(3);
    }

    [Theory]
    [InlineData("250ms")]
    [InlineData("5s")]
    [InlineData("90s")]
    [InlineData("5m")]
    [InlineData("2h")]
    [InlineData("36h")]
    [InlineData("5d")]
    [InlineData("0s")]
    public void Durations_read_back_as_they_are_written(string text)
    {
        Durations.TryRead(text, out var duration).ShouldBeTrue();
        Durations.Write(duration).ShouldBe(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("-5s")]
    [InlineData("5 s 5")]
    [InlineData("1e3s")]
    [InlineData("-00:00:05")]
    [InlineData("99999999999d")]
    [InlineData("5w")]
    public void What_is_no_duration_is_not_read(string text) => Durations.TryRead(text, out _).ShouldBeFalse();
}
