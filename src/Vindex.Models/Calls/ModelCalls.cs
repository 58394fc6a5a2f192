using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;
using Vindex.Models.Settings;

namespace Vindex.Models.Calls;

/// <summary>
/// Asks a model within its limits. From the outside in: retries, which honor the endpoint's Retry-After if the deadline leaves time for it; the limits of calls
/// and tokens; the circuit breaker; the timeout of one attempt. The deadline itself is the caller's cancellation.
/// </summary>
internal sealed class ModelCalls : IDisposable
{
    /// <summary>What an answer has, about; corrected when its real size is known.</summary>
    private const int UsualOutput = 1_000;

    private static readonly ResiliencePropertyKey<Inquiry> s_inquiry = new("inquiry");
    private static readonly TimeSpan s_firstDelay = TimeSpan.FromMilliseconds(500);
    private readonly IModelClient _client;
    private readonly ModelSettings _settings;
    private readonly TimeProvider _time;
    private readonly Func<uint> _random;
    private readonly FairLimiter _slots;
    private readonly TokenBucket _requests;
    private readonly TokenBucket _tokens;
    private readonly ResiliencePipeline<ModelReply> _retries;
    private readonly ResiliencePipeline<ModelReply> _attempt;

    /// <param name="client">Asks once.</param>
    /// <param name="settings">The limits.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">Spreads retries.</param>
    public ModelCalls(IModelClient client, ModelSettings settings, TimeProvider time, Func<uint> random)
    {
        (_client, _settings, _time, _random) = (client, settings, time, random);
        _slots = new FairLimiter(settings.Concurrency);
        _requests = new TokenBucket(settings.RequestsPerMinute, time);
        _tokens = new TokenBucket(settings.TokensPerMinute, time);
        _retries = Retries(settings.Retries);
        _attempt = Attempt(settings.AttemptTimeout);
    }

    /// <summary>Asks a question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="caller">For whom.</param>
    /// <param name="deadline">When the answer is needed; the token is canceled then.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="EndpointException">There is no answer.</exception>
    public async Task<ModelReply> AskAsync(ModelQuestion question, ModelCaller caller, DateTimeOffset deadline, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        var inquiry = new Inquiry(question, caller, deadline);
        context.Properties.Set(s_inquiry, inquiry);
        try
        {
            return await _retries.ExecuteAsync((context, one) => new ValueTask<ModelReply>(TryAsync(one, context.CancellationToken)), context, inquiry);
        }
        catch (OperationCanceledException) when (inquiry.Last is not null)
        {
            // The deadline ended the wait for another attempt: what made it necessary says more.
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }

        throw inquiry.Last;
    }

    public void Dispose() => _client.Dispose();

    private async Task<ModelReply> TryAsync(Inquiry inquiry, CancellationToken cancellationToken)
    {
        await EnterAsync(inquiry, cancellationToken);
        try
        {
            return await SendWithinLimitsAsync(inquiry, cancellationToken);
        }
        catch (EndpointException exception)
        {
            inquiry.Last = exception;
            throw;
        }
        finally
        {
            _slots.Leave();
        }
    }

    private async Task<ModelReply> SendWithinLimitsAsync(Inquiry inquiry, CancellationToken cancellationToken)
    {
        var meter = inquiry.Caller.Meter;
        var reserved = inquiry.Question.Tokens + UsualOutput;
        await PassAsync(_requests, 1, inquiry, cancellationToken);
        await PassAsync(_tokens, reserved, inquiry, cancellationToken);
        if (!await meter.HasRoomAsync(cancellationToken))
        {
            _requests.Return(1);
            _tokens.Return(reserved);
            throw new EndpointException(ModelFailure.OverBudget);
        }

        TokenUse? used = null;
        try
        {
            var reply = await SendAsync(inquiry.Question, cancellationToken);
            // Some endpoints count nothing; a budget of tokens holds for them too.
            used = reply.Use.Total > 0 ? reply.Use : new TokenUse(inquiry.Question.Tokens, ModelQuestion.TokensOf(reply.Text));
            return reply;
        }
        catch (Exception exception) when (IsOnTheBill(exception))
        {
            used = new TokenUse(inquiry.Question.Tokens, 0);
            throw;
        }
        finally
        {
            _tokens.Return(reserved - (used?.Total ?? 0));
            if (used is { } use) await meter.RecordAsync(use, _settings.CostOf(use));
        }
    }

    // The model may have worked on what was given up; how much is not known, so the size of the question counts.
    private static bool IsOnTheBill(Exception exception) =>
        exception is OperationCanceledException or EndpointException { Failure: ModelFailure.TimedOut or ModelFailure.ResponseTooLarge };

    private async Task EnterAsync(Inquiry inquiry, CancellationToken cancellationToken)
    {
        try
        {
            if (!await _slots.EnterAsync(inquiry.Caller.Tenant, cancellationToken)) throw new EndpointException(ModelFailure.Busy);
        }
        catch (OperationCanceledException) when (inquiry.Last is null)
        {
            throw new EndpointException(ModelFailure.Busy);
        }
    }

    private async Task<ModelReply> SendAsync(ModelQuestion question, CancellationToken cancellationToken)
    {
        try
        {
            return await _attempt.ExecuteAsync(
                static async (one, token) => await one._client.AskAsync(one.question, token), (_client, question), cancellationToken);
        }
        catch (TimeoutRejectedException)
        {
            throw new EndpointException(ModelFailure.TimedOut);
        }
        catch (BrokenCircuitException)
        {
            throw new EndpointException(ModelFailure.CircuitOpen);
        }
    }

    private async Task PassAsync(TokenBucket bucket, double amount, Inquiry inquiry, CancellationToken cancellationToken)
    {
        var wait = bucket.Reserve(amount);
        if (wait <= TimeSpan.Zero) return;
        try
        {
            if (_time.GetUtcNow() + wait >= inquiry.Deadline) throw new EndpointException(ModelFailure.Busy);
            await Task.Delay(wait, _time, cancellationToken);
        }
        catch
        {
            bucket.Return(amount);
            throw;
        }
    }

    private ResiliencePipeline<ModelReply> Retries(int retries)
    {
        var builder = new ResiliencePipelineBuilder<ModelReply> { TimeProvider = _time };
        if (retries == 0) return builder.Build();
        return builder.AddRetry(new RetryStrategyOptions<ModelReply>
        {
            MaxRetryAttempts = retries,
            ShouldHandle = arguments => ValueTask.FromResult(
                arguments.Outcome.Exception is EndpointException { MayPass: true } exception
                    && arguments.Context.Properties.TryGetValue(s_inquiry, out var inquiry)
                    && _time.GetUtcNow() + DelayAfter(arguments.AttemptNumber, exception, 1) < inquiry.Deadline),
            DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(
                DelayAfter(arguments.AttemptNumber, (EndpointException)arguments.Outcome.Exception!, _random() / (double)uint.MaxValue)),
        }).Build();
    }

    private ResiliencePipeline<ModelReply> Attempt(TimeSpan timeout) => new ResiliencePipelineBuilder<ModelReply> { TimeProvider = _time }
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions<ModelReply>
        {
            // A rate limit is not a failure of the endpoint.
            ShouldHandle = static arguments => ValueTask.FromResult(
                arguments.Outcome.Exception is TimeoutRejectedException or EndpointException { MayPass: true, Failure: not ModelFailure.RateLimited }),
            FailureRatio = 0.5,
            MinimumThroughput = 10,
            SamplingDuration = TimeSpan.FromSeconds(30),
            BreakDuration = TimeSpan.FromSeconds(15),
        })
        .AddTimeout(timeout)
        .Build();

    // Half a second, doubled each time and spread by a quarter, or what the endpoint asks for.
    private static TimeSpan DelayAfter(int attempt, EndpointException exception, double spread) =>
        exception.RetryAfter ?? s_firstDelay * Math.Pow(2, attempt) * (1 + (spread / 4));

    /// <summary>A question on its way.</summary>
    private sealed record Inquiry(ModelQuestion Question, ModelCaller Caller, DateTimeOffset Deadline)
    {
        /// <summary>Why the last attempt failed.</summary>
        public EndpointException? Last { get; set; }
    }
}
