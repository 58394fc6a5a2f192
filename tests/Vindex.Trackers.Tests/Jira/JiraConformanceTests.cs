using System.Text.Json;
using Vindex.TrackerFakes;
using Vindex.TrackerFakes.Hosting;
using Vindex.TrackerFakes.Jira;
using Vindex.Trackers.Http;
using Vindex.Trackers.Jira;
using Vindex.Trackers.Tests.Conformance;

namespace Vindex.Trackers.Tests.Jira;

public sealed class JiraCloudConformanceTests : TrackerConformance
{
    protected override async Task<TrackerFake> StartAsync(TimeProvider time) => await JiraFake.StartAsync(time);

    private protected override ITracker Create(TrackerHttp http, TimeProvider time) => new JiraTracker(http);

    protected override TrackerCredential CredentialOf(FakeAccount account) => new TrackerCredential.UserToken(account.User, account.Token);

    // An Atlassian document.
    protected override (string? Title, string? Description) TextOf(JsonElement body)
    {
        var fields = body.GetProperty("fields");
        var paragraphs = fields.GetProperty("description").GetProperty("content").EnumerateArray()
            .Select(paragraph => paragraph.GetProperty("content")[0].GetProperty("text").GetString());
        return (fields.GetProperty("summary").GetString(), string.Join("\n\n", paragraphs));
    }
}

public sealed class JiraDataCenterConformanceTests : TrackerConformance
{
    protected override async Task<TrackerFake> StartAsync(TimeProvider time) => await JiraFake.StartAsync(time, isCloud: false);

    private protected override ITracker Create(TrackerHttp http, TimeProvider time) => new JiraTracker(http);

    protected override TrackerCredential CredentialOf(FakeAccount account) => new TrackerCredential.Token(account.Token);

    protected override (string? Title, string? Description) TextOf(JsonElement body)
    {
        var fields = body.GetProperty("fields");
        return (fields.GetProperty("summary").GetString(), fields.GetProperty("description").GetString());
    }
}
