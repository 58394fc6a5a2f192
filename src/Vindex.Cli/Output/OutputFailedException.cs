namespace Vindex.Cli.Output;

/// <summary>Standard output cannot be written (a full disk, mostly): the input is not to blame.</summary>
internal sealed class OutputFailedException(IOException cause) : Exception($"the output cannot be written: {cause.Message}", cause);
