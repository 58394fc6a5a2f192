using System.Text.Json;
using Vindex.TrackerFakes;
using Vindex.TrackerFakes.GitLab;
using Vindex.TrackerFakes.Hosting;
using Vindex.Trackers.GitLab;
using Vindex.Trackers.Http;
using Vindex.Trackers.Tests.Conformance;

namespace Vindex.Trackers.Tests.GitLab;

public sealed class GitLabConformanceTests : TrackerConformance
{
    protected override string Shop => "acme/shop";

    protected override string Till => "acme/till";

    protected override bool KeepsIds => false;

    protected override async Task<TrackerFake> StartAsync(TimeProvider time) => await GitLabFake.StartAsync(time);

    private protected override ITracker Create(TrackerHttp http, TimeProvider time) => new GitLabTracker(http);

    protected override TrackerCredential CredentialOf(FakeAccount account) => new TrackerCredential.Token(account.Token);

    protected override (string? Title, string? Description) TextOf(JsonElement body) =>
        (body.GetProperty("title").GetString(), body.GetProperty("description").GetString());
}
