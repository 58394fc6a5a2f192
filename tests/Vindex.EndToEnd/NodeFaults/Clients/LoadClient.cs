using Vindex.EndToEnd.Histories;

namespace Vindex.EndToEnd.NodeFaults.Clients;

/// <summary>A client that sends one request after the other, each to a server that it chooses at random.</summary>
internal abstract class LoadClient(LoadRecorder recorder, LoadCompany company, int seed)
{
    protected LoadRecorder Recorder => recorder;

    protected LoadCompany Company => company;

    protected Random Random { get; } = new(seed);

    /// <summary>Works until the end.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            await StepAsync(end);
            await PauseAsync(30, 120);
        }
    }

    protected abstract Task StepAsync(CancellationToken end);

    protected FaultyNode AnyNode() => recorder.Nodes[Random.Next(recorder.Nodes.Count)];

    protected Task<LoadResponse> SendAsync(HttpRequestMessage request, FaultyNode? node = null) => recorder.SendAsync(company, node ?? AnyNode(), request);

    /// <summary>Sends a request that changes something and says nothing but whether it did.</summary>
    protected async Task<CallOutcome> WriteAsync(HttpRequestMessage request, Func<Call, Operation> operation)
    {
        var response = await SendAsync(request);
        recorder.Add(operation(response.Call));
        return response.Call.Outcome;
    }

    /// <summary>Asks for something.</summary>
    protected async Task ReadAsync(HttpRequestMessage request, Func<LoadResponse, Operation> operation)
    {
        var address = request.RequestUri!.OriginalString;
        var response = await SendAsync(request);
        recorder.Add(response.IsAcknowledged ? operation(response) : new QuestionUnanswered(response.Call, address));
    }

    // The pace of the load: there are few processors, and other tests use them too.
    protected Task PauseAsync(int least, int most) => Task.Delay(Random.Next(least, most), CancellationToken.None);
}
