using Shouldly;
using Vindex.Server.Configuration;
using Xunit;

namespace Vindex.Server.Tests.Configuration;

public sealed class SettingsFileTests
{
    [Theory]
    [InlineData("{", "line 1, byte 2: Expected depth to be zero")]
    [InlineData("{\n  \"Limits\": oops\n}", "line 2, byte 13: 'o' is an invalid start of a value")]
    [InlineData("[]", "Top-level JSON element must be an object")]
    [InlineData("", "line 1: the file is empty")]
    [InlineData("{\"Docs\":{\"Enabled\":true},\"docs\":{\"enabled\":false}}", "A duplicate key 'docs:enabled' was found")]
    public async Task A_broken_settings_file_stops_the_server_and_is_named_with_the_place_the_cause_and_what_would_be_right(string json, string expected)
    {
        var refused = await RefusedAsync(json);

        refused.Complaints.Count.ShouldBe(1);
        refused.Message.ShouldContain(Path.DirectorySeparatorChar + "vindex.json");
        refused.Message.ShouldContain(expected);
        refused.Message.ShouldContain("it must contain one JSON object, such as { \"Limits\"");
    }

    [Theory]
    [InlineData("{\"Limits\":5}", "Limits is a group of settings and has no value itself; it contains Limits:Batch:Tickets, ")]
    [InlineData(
        "{\"Limits\":{\"Score\":\"60\"}}",
        "Limits:Score is a group of settings and has no value itself; it contains Limits:Score:Requests, Limits:Score:WindowSeconds")]
    [InlineData("{\"Limit\":{\"Score\":5}}", "Limit:Score is not a setting; known settings: ")]
    [InlineData("{\"Limits\":{},\"Limit\":5}", "Limit is not a setting; known settings: ")]
    public async Task A_value_in_the_place_of_a_group_is_told_apart_from_a_setting_that_does_not_exist(string json, string expected)
    {
        var refused = await RefusedAsync(json);

        refused.Complaints.Count.ShouldBe(1);
        refused.Complaints[0].ShouldStartWith(expected);
    }

    private static async Task<BadSettingsException> RefusedAsync(string json)
    {
        var folder = Directory.CreateTempSubdirectory("vindex-server-tests-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "vindex.json"), json);
            return await Should.ThrowAsync<BadSettingsException>(() =>
                VindexServer.BuildAsync(new VindexServerOptions { DataFolder = folder }, [], CancellationToken.None));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
