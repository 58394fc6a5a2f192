using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Vindex.Server.Web;

namespace Vindex.Server.Feedback.ImportExport;

/// <summary>Counts an import and reports progress: occasional lines of JSON, and a last one with the rejected lines.</summary>
internal sealed class ImportProgress(PipeWriter output, TimeProvider time)
{
    private const int MaxErrors = 100;
    private const int Rows = 10_000;
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private readonly List<(long Line, string Reason)> _errors = [];
    private long _imported;
    private long _rejected;
    private long _told;
    private long _toldAt = time.GetTimestamp();
    private Task _due = Task.CompletedTask;

    /// <summary>Whether there is unreported progress.</summary>
    public bool HasNews
    {
        get
        {
            lock (_gate) return _imported + _rejected > _told;
        }
    }

    /// <summary>Whether the reason of a rejected line would be listed; otherwise lines are only counted.</summary>
    public bool ListsErrors
    {
        get
        {
            lock (_gate) return _errors.Count < MaxErrors;
        }
    }

    public void Import(int rows)
    {
        lock (_gate) _imported += rows;
    }

    public void Reject(long line, string reason)
    {
        lock (_gate)
        {
            _rejected++;
            if (_errors.Count < MaxErrors) _errors.Add((line, reason));
        }
    }

    /// <summary>A progress line, if many rows or a second have passed since the last one.</summary>
    public ValueTask TellSometimesAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_imported + _rejected - _told < Rows && time.GetElapsedTime(_toldAt) < s_pause) return ValueTask.CompletedTask;
        }

        return TellAsync(cancellationToken);
    }

    /// <summary>A progress line.</summary>
    public async ValueTask TellAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _told = _imported + _rejected;
            _toldAt = time.GetTimestamp();
            Write(isEnd: false);
        }

        await output.FlushAsync(cancellationToken);
    }

    /// <summary>When the next progress line is due, for senders that pause.</summary>
    public Task DueAsync(CancellationToken cancellationToken)
    {
        if (!_due.IsCompleted) return _due;
        var left = s_pause - time.GetElapsedTime(_toldAt);
        return _due = left > TimeSpan.Zero ? Task.Delay(left, time, cancellationToken) : Task.CompletedTask;
    }

    /// <summary>The last line.</summary>
    public async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        lock (_gate) Write(isEnd: true);
        await output.FlushAsync(cancellationToken);
    }

    private void Write(bool isEnd)
    {
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = WireFormat.Encoder }))
        {
            json.WriteStartObject();
            json.WriteNumber("imported", _imported);
            json.WriteNumber("rejected", _rejected);
            if (isEnd)
            {
                json.WriteStartArray("errors");
                foreach (var (line, reason) in _errors.OrderBy(error => error.Line))
                {
                    json.WriteStartObject();
                    json.WriteNumber("line", line);
                    json.WriteString("reason", reason);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }
}
