using System.Text.Json;
using Vindex.TrackerFakes;
using Vindex.TrackerFakes.AzureDevOps;
using Vindex.TrackerFakes.Hosting;
using Vindex.Trackers.AzureDevOps;
using Vindex.Trackers.Http;
using Vindex.Trackers.Tests.Conformance;

namespace Vindex.Trackers.Tests.AzureDevOps;

public sealed class AzureDevOpsConformanceTests : TrackerConformance
{
    // The largest batch of the service; there are no smaller pages.
    protected override int PageSize => 200;

    protected override async Task<TrackerFake> StartAsync(TimeProvider time) => await AzureDevOpsFake.StartAsync(time);

    private protected override ITracker Create(TrackerHttp http, TimeProvider time) => new AzureDevOpsTracker(http);

    protected override TrackerCredential CredentialOf(FakeAccount account) => new TrackerCredential.Token(account.Token);

    protected override (string? Title, string? Description) TextOf(JsonElement body)
    {
        var fields = body.GetProperty("fields");
        return (fields.GetProperty("System.Title").GetString(), fields.GetProperty("System.Description").GetString());
    }
}
