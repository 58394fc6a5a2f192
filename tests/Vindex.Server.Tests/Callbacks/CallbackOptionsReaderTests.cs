using System.Net;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Vindex.Server.Callbacks;
using Vindex.Server.Configuration;
using Xunit;

namespace Vindex.Server.Tests.Callbacks;

public sealed class CallbackOptionsReaderTests
{
    [Fact]
    public void Without_settings_the_contract_holds()
    {
        var options = Read([], out var errors);

        errors.ShouldBeEmpty();
        string.Join(' ', options.Schedule.Select(Durations.Write)).ShouldBe("5s 5m 30m 2h 5h 10h 10h");
        options.Jitter.ShouldBe(0.2);
        options.Timeout.ShouldBe(TimeSpan.FromSeconds(30));
        options.DisableAfter.ShouldBe(TimeSpan.FromDays(5));
        options.AllowHttp.ShouldBeFalse();
        options.AllowedNetworks.ShouldBeEmpty();
    }

    [Fact]
    public void Lists_are_one_text_or_an_array_and_replace_the_default()
    {
        var texts = Read([("Schedule", "50ms, 1s;00:00:02"), ("AllowedNetworks", "127.0.0.0/8 ::1/128"), ("Jitter", "0")], out var errors);
        errors.ShouldBeEmpty();
        texts.Schedule.ShouldBe([TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)]);
        texts.AllowedNetworks.ShouldBe([IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")]);

        var arrays = Read(
            [("Schedule:0", "50ms"), ("Schedule:1", "1s"), ("AllowedNetworks:0", "10.0.0.0/8"), ("Timeout", "2.5s"), ("allowhttp", "True")], out errors);
        errors.ShouldBeEmpty();
        arrays.Schedule.ShouldBe([TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1)]);
        arrays.AllowedNetworks.ShouldBe([IPNetwork.Parse("10.0.0.0/8")]);
        arrays.Timeout.ShouldBe(TimeSpan.FromSeconds(2.5));
        arrays.AllowHttp.ShouldBeTrue();
    }

    [Theory]
    [InlineData("Schedule", "5s soon", "Callbacks:Schedule[1] is 'soon'; expected a duration such as 250ms, 5s, 30m, 2h, 5d or 00:00:05")]
    [InlineData("Schedule", "5", "Callbacks:Schedule[0] is '5'; expected a duration such as 250ms, 5s, 30m, 2h, 5d or 00:00:05")]
    [InlineData("Schedule", "0s", "Callbacks:Schedule[0] is '0s'; allowed: 1ms to 7d")]
    [InlineData("Schedule", "8d", "Callbacks:Schedule[0] is '8d'; allowed: 1ms to 7d")]
    [InlineData("Schedule:0", "8d", "Callbacks:Schedule[0] is '8d'; allowed: 1ms to 7d")]
    [InlineData("Schedule", "", "Callbacks:Schedule has 0 delays; allowed: 1 to 20")]
    [InlineData("Schedule", "1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s 1s", "Callbacks:Schedule has 21 delays; allowed: 1 to 20")]
    [InlineData("Jitter", "0.6", "Callbacks:Jitter is '0.6'; expected a number from 0 to 0.5")]
    [InlineData("Jitter", "NaN", "Callbacks:Jitter is 'NaN'; expected a number from 0 to 0.5")]
    [InlineData("Jitter", "-0.1", "Callbacks:Jitter is '-0.1'; expected a number from 0 to 0.5")]
    [InlineData("Timeout", "30", "Callbacks:Timeout is '30'; expected a duration such as 250ms, 5s, 30m, 2h, 5d or 00:00:05")]
    [InlineData("Timeout", "6m", "Callbacks:Timeout is '6m'; allowed: 10ms to 5m")]
    [InlineData("ConnectTimeout", "1ms", "Callbacks:ConnectTimeout is '1ms'; allowed: 10ms to 5m")]
    [InlineData("DisableAfter", "0s", "Callbacks:DisableAfter is '0s'; allowed: 1s to 365d")]
    [InlineData("Concurrency", "0", "Callbacks:Concurrency is '0'; expected a whole number from 1 to 256")]
    [InlineData("Concurrency", "many", "Callbacks:Concurrency is 'many'; expected a whole number from 1 to 256")]
    [InlineData("AllowHttp", "yes", "Callbacks:AllowHttp is 'yes'; expected true or false")]
    [InlineData(
        "AllowedNetworks",
        "10.0.0.1/8",
        "Callbacks:AllowedNetworks[0]: '10.0.0.1/8' has bits set after its prefix; write 10.0.0.0/8, or 10.0.0.1/32 for the single address")]
    [InlineData(
        "Retries",
        "5",
        "Callbacks:Retries is not a setting; allowed settings: AllowedNetworks, AllowHttp, Concurrency, ConnectTimeout, DisableAfter, Jitter, Schedule, Timeout")]
    public void A_wrong_setting_is_named_with_what_is_allowed(string name, string value, string expected)
    {
        Read([(name, value)], out var errors);
        errors.ShouldBe([expected]);
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

    private static CallbackOptions Read(IEnumerable<(string Name, string Value)> settings, out IReadOnlyList<string> errors)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"Callbacks:{setting.Name}", (string?)setting.Value)))
            .Build();
        return CallbackOptionsReader.Read(configuration.GetSection("Callbacks"), out errors);
    }
}
