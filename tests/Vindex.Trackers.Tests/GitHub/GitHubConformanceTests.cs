using System.Text.Json;
using Vindex.TrackerFakes;
using Vindex.TrackerFakes.GitHub;
using Vindex.TrackerFakes.Hosting;
using Vindex.Trackers.GitHub;
using Vindex.Trackers.Http;
using Vindex.Trackers.Tests.Conformance;

namespace Vindex.Trackers.Tests.GitHub;

public sealed class GitHubConformanceTests : TrackerConformance
{
    protected override string Shop => "acme/shop";

    protected override string Till => "acme/till";

    protected override bool KeepsIds => false;

    protected override async Task<TrackerFake> StartAsync(TimeProvider time) => await GitHubFake.StartAsync(time);

    private protected override ITracker Create(TrackerHttp http, TimeProvider time) => new GitHubTracker(http, time);

    protected override TrackerCredential CredentialOf(FakeAccount account) => new TrackerCredential.Token(account.Token);

    protected override (string? Title, string? Description) TextOf(JsonElement body) =>
        (body.GetProperty("title").GetString(), body.GetProperty("body").GetString());
}
