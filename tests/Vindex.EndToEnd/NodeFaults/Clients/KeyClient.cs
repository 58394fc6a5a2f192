using Vindex.EndToEnd.Histories;

namespace Vindex.EndToEnd.NodeFaults.Clients;

/// <summary>Creates keys, uses them on all servers, revokes them, and uses them again after as long as a revoked key may work.</summary>
internal sealed class KeyClient(LoadRecorder recorder, LoadCompany company, int seed) : LoadClient(recorder, company, seed)
{
    protected override async Task StepAsync(CancellationToken end)
    {
        var keys = $"/admin/companies/{Company.Id}/keys";
        var created = await AdminAsync(LoadRecorder.Post(keys, new { name = "short", scopes = (string[])["scores:read"] }));
        if (!created.IsAcknowledged) return;
        var (id, key) = (created.Json.GetProperty("key_id").GetString()!, created.Json.GetProperty("api_key").GetString()!);
        Recorder.Add(new KeyTouched(created.Call, id, KeyAction.Created));
        for (var use = 0; use < 6; use++) await UseAsync(id, key, AnyNode());

        var isRevoked = false;
        for (var attempt = 0; attempt < 20 && !isRevoked && !end.IsCancellationRequested; attempt++)
        {
            var revoked = await AdminAsync(new HttpRequestMessage(HttpMethod.Delete, $"{keys}/{id}"));
            Recorder.Add(new KeyTouched(revoked.Call, id, KeyAction.Revoked));
            isRevoked = revoked.IsAcknowledged;
            if (!isRevoked) await PauseAsync(100, 300);
        }

        foreach (var node in Recorder.Nodes) await UseAsync(id, key, node);
        await Task.Delay(CallerRules.RevokedWithin, CancellationToken.None);
        foreach (var node in Recorder.Nodes) await UseAsync(id, key, node);
    }

    private Task<LoadResponse> AdminAsync(HttpRequestMessage request) => Recorder.SendAsync(Company, AnyNode(), request, ServerProcess.AdminKey);

    private async Task UseAsync(string id, string key, FaultyNode node)
    {
        var response = await Recorder.SendAsync(Company, node, LoadRecorder.Get("/portal/scores/summary"), key);
        Recorder.Add(new KeyTouched(response.Call, id, KeyAction.Used));
    }
}
