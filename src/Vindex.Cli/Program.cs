using Vindex.Cli.Invocation;
using Vindex.Cli.Output;

namespace Vindex.Cli;

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        try
        {
            return await CommandTree.InvokeAsync(args);
        }
        catch (BrokenPipeException)
        {
            return ExitCode.BrokenPipe;
        }
        catch (OutputFailedException e)
        {
            await Console.Error.WriteLineAsync($"vindex: {e.Message}");
            return ExitCode.BadInput;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
#pragma warning disable CA1031 // Last resort: any error is reported as a sentence, not a stack trace.
        catch (Exception e)
#pragma warning restore CA1031
        {
            var trace = Environment.GetEnvironmentVariable("VINDEX_DEBUG") == "1";
            await Console.Error.WriteLineAsync(
                trace ? $"vindex: {e}" : $"vindex: internal error: {e.Message} (set VINDEX_DEBUG=1 for a stack trace)");
            return ExitCode.Fault;
        }
    }
}
