using Microsoft.Extensions.Logging.Abstractions;

namespace Vindex.Statistics.Tests.Support;

/// <summary>Engines for tests that look at neither log nor clock.</summary>
internal static class TestEngine
{
    public static StatisticsEngine Create(IChangeLog log, StatisticsOptions? options = null) =>
        new(log, options ?? new StatisticsOptions(), NullLogger<StatisticsEngine>.Instance, TimeProvider.System);
}
