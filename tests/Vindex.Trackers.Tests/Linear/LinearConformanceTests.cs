using System.Text.Json;
using Vindex.TrackerFakes;
using Vindex.TrackerFakes.Hosting;
using Vindex.TrackerFakes.Linear;
using Vindex.Trackers.Http;
using Vindex.Trackers.Linear;
using Vindex.Trackers.Tests.Conformance;

namespace Vindex.Trackers.Tests.Linear;

public sealed class LinearConformanceTests : TrackerConformance
{
    protected override async Task<TrackerFake> StartAsync(TimeProvider time) => await LinearFake.StartAsync(time);

    private protected override ITracker Create(TrackerHttp http, TimeProvider time) => new LinearTracker(http, time);

    protected override TrackerCredential CredentialOf(FakeAccount account) => new TrackerCredential.Token(account.Token);

    protected override (string? Title, string? Description) TextOf(JsonElement body) =>
        (body.GetProperty("title").GetString(), body.GetProperty("description").GetString());
}
