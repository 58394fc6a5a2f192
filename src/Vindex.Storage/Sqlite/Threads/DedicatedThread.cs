using System.Threading.Channels;

namespace Vindex.Storage.Sqlite.Threads;

/// <summary>Threads for calls that block, so that the thread pool is never starved by the disk.</summary>
internal static class DedicatedThread
{
    /// <summary>Starts a background thread; the task ends with it.</summary>
    public static Task Run(string name, Action body)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                body();
                ended.SetResult();
            }
            catch (Exception e)
            {
                ended.SetException(e);
            }
        })
        {
            IsBackground = true,
            Name = name,
        };
        thread.Start();
        return ended.Task;
    }

    /// <summary>Blocks until there is something to read; false once the queue has ended.</summary>
    public static bool WaitToRead<T>(this ChannelReader<T> reader)
    {
        var ready = reader.WaitToReadAsync();
        return ready.IsCompletedSuccessfully ? ready.GetAwaiter().GetResult() : ready.AsTask().GetAwaiter().GetResult();
    }
}
