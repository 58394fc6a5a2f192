using Vindex.Statistics.Answers;
using Vindex.Statistics.Changes;
using Vindex.Statistics.ClickHouse.Asking;
using Vindex.Statistics.ClickHouse.Connection;
using Vindex.Statistics.ClickHouse.Streaming;
using Vindex.Statistics.Questions;

namespace Vindex.Statistics.ClickHouse;

/// <summary>
/// Answers questions with ClickHouse, into which it copies the change log. A question waits until the changes before it have arrived. The answers are those of
/// <see cref="StatisticsEngine"/>, to the last digit: buckets, sums, ranks and orders do not depend on how ClickHouse rounds, sorts or knows time zones.
/// Nothing is connected before the first use. Thread-safe.
/// </summary>
public sealed class ClickHouseEngine : IStatisticsEngine, IAsyncDisposable
{
    private readonly IClickHouse _client;
    private readonly ClickHouseSchema _schema;
    private readonly HotColumns _columns;
    private readonly ChangeStreamer _streamer;
    private int _disposed;

    /// <param name="log">Source of the rows.</param>
    /// <param name="client">ClickHouse.</param>
    /// <param name="options">Address and limits.</param>
    /// <param name="time">Times the wait for changes.</param>
    public ClickHouseEngine(IChangeLog log, IClickHouse client, ClickHouseOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        _client = client;
        _schema = new ClickHouseSchema(_client, options);
        _columns = new HotColumns(_client, _schema, options.MaxHotColumns);
        _streamer = new ChangeStreamer(log, _client, _schema, _columns, options, time);
    }

    /// <inheritdoc />
    public async Task<StatsResult> AnswerAsync(
        StatsPlan plan, IReadOnlyList<string> projects, Func<CancellationToken, ValueTask> pause, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(projects);
        ArgumentNullException.ThrowIfNull(pause);
        var streams = new List<ulong>();
        foreach (var project in projects)
        {
            if (await _streamer.CatchUpAsync(project, cancellationToken) is { } stream)
                streams.Add(stream);
        }
        var question = new Question(_client, plan, new QuestionSource(plan, streams, _columns), streams, pause);
        return await question.AskAsync(cancellationToken);
    }

    /// <inheritdoc />
    public Task WarmAsync(string project, CancellationToken cancellationToken) => _streamer.CatchUpAsync(project, cancellationToken);

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<string>> StoredProjectsAsync(CancellationToken cancellationToken) => await _streamer.ProjectsAsync(cancellationToken);

    /// <inheritdoc />
    public Task RemoveAsync(string project, CancellationToken cancellationToken) => _streamer.RemoveAsync(project, cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
            return;
        await _streamer.DisposeAsync();
        _schema.Dispose();
    }
}
