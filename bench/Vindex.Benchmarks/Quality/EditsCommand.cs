namespace Vindex.Benchmarks.Quality;

internal static class EditsCommand
{
    public static int Run(string[] args) => args.Length;
}
