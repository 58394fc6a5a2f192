using Vindex.Server.Live;

namespace Vindex.Server.Callbacks;

/// <summary>Wakes what waits for results once they are stored: open pages, and the dispatch of callbacks.</summary>
internal sealed class ResultSignals(DispatchSignal dispatcher, LiveChanges live)
{
    /// <summary>A score was stored.</summary>
    public void ScoreStored(string companyId) => live.ScoreStored(companyId);

    /// <summary>Callbacks were stored.</summary>
    public void CallbackStored(string companyId)
    {
        live.DeliveryChanged(companyId);
        dispatcher.Set();
    }
}
